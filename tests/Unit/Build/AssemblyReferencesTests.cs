using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using DynamoNamespace.Build.Staging;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

/// <summary>What a staged folder is found to lack.</summary>
public sealed class AssemblyReferencesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-stage-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Reference_besideItOrOfThePlatform_isNoFinding()
    {
        Write("Sdk", 4, ("Hashing", 11), ("System.Runtime", 8));
        Write("Hashing", 11);
        Assert.Empty(AssemblyReferences.Unresolved(folder.FullName));
    }

    [Fact]
    public void Reference_thatIsMissing_isNamed()
    {
        Write("Sdk", 4, ("Hashing", 11));
        Assert.Equal(
            $"{folder.Name}/Sdk.dll needs Hashing.dll, which is neither beside it nor part of .NET.",
            Assert.Single(AssemblyReferences.Unresolved(folder.FullName)));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(12, false)]
    public void Reference_toANewerVersionThanIsThere_isNamed(int major, bool isFinding)
    {
        Write("Sdk", 4, ("Hashing", 11));
        Write("Hashing", major);
        var finding = $"{folder.Name}/Sdk.dll needs Hashing.dll 11.0.0.0, but {major}.0.0.0 is beside it. .NET loads no older one.";
        Assert.Equal(
            isFinding ? [finding] : Array.Empty<string>(), AssemblyReferences.Unresolved(folder.FullName),
            StringComparer.Ordinal);
    }

    /// <summary>An assembly that holds nothing but its name and what it refers to.</summary>
    private void Write(string name, int major, params (string Name, int Major)[] references)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, Text(name + ".dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(Text(name), Number(major), default, default, default, AssemblyHashAlgorithm.None);
        foreach (var reference in references)
            metadata.AddAssemblyReference(Text(reference.Name), Number(reference.Major), default, default, default, default);

        var image = new BlobBuilder();
        var root = new MetadataRootBuilder(metadata);
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), root, new BlobBuilder()).Serialize(image);
        using var file = File.Create(Path.Combine(folder.FullName, name + ".dll"));
        image.WriteContentTo(file);

        StringHandle Text(string text) => metadata.GetOrAddString(text);

        static Version Number(int major) => new(major, 0, 0, 0);
    }
}
