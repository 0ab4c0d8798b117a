using System.Runtime.Versioning;
using System.Text;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

public sealed class ConvertedTemplateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("templates-").FullName;

    private string Source => Path.Combine(folder, "stack.yaml");

    private string Output => Path.Combine(folder, "converted.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BytesAreKept(bool hasMark)
    {
        byte[] mark = hasMark ? [0xEF, 0xBB, 0xBF] : [];
        var text = StackTemplates.Small.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("my-app", "größe-😀", StringComparison.Ordinal);
        File.WriteAllBytes(Source, [.. mark, .. Encoding.UTF8.GetBytes(text)]);
        var converted = ConvertedTemplate.Create(new() { Path = Source, OutputPath = Output });
        Assert.False(File.Exists(Output));
        converted.Write();

        Assert.Equal([.. mark, .. Encoding.UTF8.GetBytes(StackTemplates.Convert(text).Text)], File.ReadAllBytes(Output));
        Assert.False(converted.Text.StartsWith('\uFEFF'));
        Assert.Equal((Source, Output, "RateLimitsTable", true), (converted.Result.Path, converted.Result.OutputPath, converted.Result.TableLogicalId, converted.Result.IsChanged));
        Assert.Equal(StackTemplates.AllAdditions, converted.Result.Additions);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void AFileIsReplacedOnlyWhenThatIsWanted()
    {
        File.WriteAllText(Source, StackTemplates.Small);
        File.WriteAllText(Output, "precious");
        foreach (var (output, reason) in new[] { (Output, "exists already"), (Path.Combine(folder, ".", "stack.yaml"), "is the template itself") })
        {
            var error = Assert.Throws<DdbException>(() => ConvertedTemplate.Create(new() { Path = Source, OutputPath = output }));
            Assert.Equal(("TemplateOutputExists", DdbErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("precious", File.ReadAllText(Output));
        foreach (var output in new[] { Output, Source })
        {
            ConvertedTemplate.Create(new() { Path = Source, OutputPath = output, Force = true }).Write();
            Assert.Equal(StackTemplates.Convert(StackTemplates.Small).Text, File.ReadAllText(output));
        }
    }

    [Fact]
    public void ATemplateThatHasEverythingIsLeftAloneInItsPlaceAndCopiedElsewhere()
    {
        var whole = StackTemplates.Convert(StackTemplates.Small).Text;
        File.WriteAllText(Source, whole);
        var before = new DateTime(2025, 6, 15, 10, 30, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Source, before);
        var converted = ConvertedTemplate.Create(new() { Path = Source, OutputPath = Source, Force = true });
        converted.Write();
        Assert.False(converted.Result.IsChanged);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Source));

        ConvertedTemplate.Create(new() { Path = Source, OutputPath = Output }).Write();
        Assert.Equal(whole, File.ReadAllText(Output));
    }

    [UnixFact("Windows has no file modes, and lets few users make a link.")]
    [UnsupportedOSPlatform("windows")]
    public void ALinkStaysALinkAndAFileKeepsItsMode()
    {
        File.WriteAllText(Source, StackTemplates.Small);
        File.SetUnixFileMode(Source, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(Output, Source);
        Assert.Contains("is the template itself", Assert.Throws<DdbException>(() => ConvertedTemplate.Create(new() { Path = Source, OutputPath = Output })).Message, StringComparison.Ordinal);
        ConvertedTemplate.Create(new() { Path = Output, OutputPath = Output, Force = true }).Write();
        Assert.Equal(Source, File.ResolveLinkTarget(Output, returnFinalTarget: true)!.FullName);
        Assert.Equal(StackTemplates.Convert(StackTemplates.Small).Text, File.ReadAllText(Source));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Source));
    }

    [Fact]
    public void WhatCannotBeReadOrWrittenIsNamed()
    {
        Assert.Equal(("TemplateNotFound", Source), Fail(() => ConvertedTemplate.Create(new() { Path = Source })));
        Assert.Equal(("TemplateUnreadable", folder), Fail(() => ConvertedTemplate.Create(new() { Path = folder })));
        File.WriteAllBytes(Source, [.. Encoding.UTF8.GetBytes(StackTemplates.Small), (byte)'#', 0xFF, (byte)'\n']);
        Assert.Equal(("TemplateUnreadable", Source), Fail(() => ConvertedTemplate.Create(new() { Path = Source })));
        File.WriteAllText(Source, StackTemplates.Small);
        var nowhere = Path.Combine(folder, "missing", "converted.yaml");
        Assert.Equal(("TemplateNotWritable", nowhere), Fail(() => ConvertedTemplate.Create(new() { Path = Source, OutputPath = nowhere }).Write()));

        static (string, string?) Fail(Action work)
        {
            var error = Assert.Throws<DdbException>(work);
            return (error.ErrorId, error.Target);
        }
    }

    [Fact]
    public void ATemplateTooLargeForCloudFormationIsWarnedOf()
    {
        Assert.Null(ConvertedTemplate.Create(new() { Text = StackTemplates.Small }).Warning);
        var large = StackTemplates.Small + "# " + new string('x', TemplateSize.MaximumObject) + "\n";
        Assert.Contains("CloudFormation takes at most 1,000,000", ConvertedTemplate.Create(new() { Text = large }).Warning, StringComparison.Ordinal);
    }
}
