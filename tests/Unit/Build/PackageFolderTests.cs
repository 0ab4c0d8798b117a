using System.IO.Compression;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Packing;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

public sealed class PackageFolderTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ddbns-packages-");

    private string Made => Path.Combine(root.FullName, "made");

    private string Kept => Path.Combine(root.FullName, "kept");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void PackagesOfANewVersion_areAdded()
    {
        Pack("a.1.0.nupkg", ("a.dll", "one"));
        File.WriteAllText(Path.Combine(Made, "a.1.0.cdx.json"), "{}");

        Assert.Equal(["a.1.0.cdx.json", "a.1.0.nupkg"], Add());
        Assert.True(File.Exists(Path.Combine(Kept, "a.1.0.nupkg")));
    }

    [Fact]
    public void PackageWithTheSameContent_staysAsItIs()
    {
        Pack("a.1.0.nupkg", ("a.dll", "one"), ("_rels/.rels", "R1"), ("package/core/172ac.psmdcp", "p"));
        Add();
        var before = File.ReadAllBytes(Path.Combine(Kept, "a.1.0.nupkg"));
        Pack("a.1.0.nupkg", ("_rels/.rels", "R2"), ("package/core/9c0e1.psmdcp", "p"), ("a.dll", "one"));

        Assert.Empty(Add());
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Kept, "a.1.0.nupkg")));
    }

    [Theory]
    [InlineData("a.dll", "two")]
    [InlineData("b.dll", "one")]
    [InlineData("a.dll", "one", "b.dll", "two")]
    public void PackageWithOtherContent_isRefusedAndNothingChanges(params string[] entries)
    {
        Pack("a.1.0.nupkg", ("a.dll", "one"));
        Add();
        var before = File.ReadAllBytes(Path.Combine(Kept, "a.1.0.nupkg"));
        Pack("a.1.0.nupkg", [.. entries.Chunk(2).Select(pair => (pair[0], pair[1]))]);
        File.WriteAllText(Path.Combine(Made, "a.1.0.cdx.json"), "{}");

        var refusal = Assert.Throws<BuildException>(() => Add());

        Assert.Contains("a.1.0.nupkg", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--force", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cdx.json", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Kept, "a.1.0.nupkg")));
        Assert.False(File.Exists(Path.Combine(Kept, "a.1.0.cdx.json")));
    }

    [Fact]
    public void PackageWithOtherContent_isReplacedWhenForced()
    {
        Pack("a.1.0.nupkg", ("a.dll", "one"));
        Add();
        Pack("a.1.0.nupkg", ("a.dll", "two"));

        Assert.Equal(["a.1.0.nupkg"], Add(replace: true));
        using var package = ZipFile.OpenRead(Path.Combine(Kept, "a.1.0.nupkg"));
        using var content = new StreamReader(package.GetEntry("a.dll")!.Open());
        Assert.Equal("two", content.ReadToEnd());
    }

    private IReadOnlyList<string> Add(bool replace = false) => PackageFolder.Add(Made, Kept, replace);

    private void Pack(string name, params (string Name, string Text)[] entries)
    {
        Directory.CreateDirectory(Made);
        using var package = ZipFile.Open(Path.Combine(Made, name), ZipArchiveMode.Create);
        foreach (var (entryName, text) in entries)
        {
            using var content = new StreamWriter(package.CreateEntry(entryName).Open());
            content.Write(text);
        }
    }
}
