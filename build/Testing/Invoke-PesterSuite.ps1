<#
.SYNOPSIS
Runs a folder of Pester tests and writes what happened as JSON (ResultPath) and as NUnit XML beside it.
Exit code 0: everything that ran passed. 1: something failed.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath,
    # The manifest of the module Pester.
    [Parameter(Mandatory)] [string] $Pester,
    [string] $Filter
)
$ErrorActionPreference = 'Stop'

Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputPath = [IO.Path]::ChangeExtension($ResultPath, 'xml')
if ($Filter) { $configuration.Filter.FullName = "*$Filter*" }

$run = Invoke-Pester -Configuration $configuration
if (-not $run) { exit 1 }

# A test that is skipped with Set-ItResult says why in its error record.
$reasons = foreach ($test in @($run.Skipped) + @($run.Inconclusive)) {
    $said = "$($test.ErrorRecord)" -replace '^is (skipped|inconclusive), because '
    $said ? $said : "$($test.ExpandedPath) names no reason"
}

@{
    Passed      = $run.PassedCount
    Failed      = $run.FailedCount
    Skipped     = $run.SkippedCount + $run.InconclusiveCount
    SkipReasons = @($reasons)
} | ConvertTo-Json | Set-Content -Path $ResultPath

exit [int] ($run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount -gt 0)
