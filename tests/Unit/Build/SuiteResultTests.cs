using System.Xml.Linq;
using DynamoNamespace.Build.Testing;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

public sealed class SuiteResultTests
{
    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A.passes" outcome="Passed" />
            <UnitTestResult testName="A.fails" outcome="Failed">
              <Output><ErrorInfo><Message>Expected 1</Message></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="A.timesOut" outcome="Timeout" />
            <UnitTestResult testName="A.mode" outcome="NotExecuted">
              <Output><ErrorInfo><Message>Windows has no file modes.</Message></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="A.otherMode" outcome="NotExecuted">
              <Output><ErrorInfo><Message>Windows has no file modes.</Message></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="A.silent" outcome="NotExecuted" />
          </Results>
        </TestRun>
        """;

    [Fact]
    public void ResultFile_isCountedWithTheReasonOfEachSkip()
    {
        var result = TrxFile.Read("unit", XDocument.Parse(Trx), TimeSpan.FromSeconds(2.25));
        Assert.Equal("1 passed, 2 failed, 3 skipped", result.Counts);
        Assert.Equal(
            [
                "unit         1 passed, 2 failed, 3 skipped in 2.3 s",
                "             2 skipped: Windows has no file modes.",
                "             1 skipped: A.silent names no reason",
            ],
            result.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void SuiteThatCannotRun_countsItsFilesAsSkippedAndSaysWhy()
    {
        var result = SuiteResult.NotRun("pester", 25, "The local engine has no package for win32-arm64.");
        Assert.Equal((0, 0, 25), (result.Passed, result.Failed, result.Skipped));
        Assert.EndsWith("25 skipped: The local engine has no package for win32-arm64.", $"{result}", StringComparison.Ordinal);
    }
}
