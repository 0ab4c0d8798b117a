<#
.SYNOPSIS
Runs the Pester files of a folder, except those that another session of the suite has taken, and writes how each ended
into ResultPath: its counts as NAME.json, its tests as NAME.xml (NUnit). Prints a line for each file, and its failures.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    # A folder that the sessions of the suite share.
    [Parameter(Mandatory)] [string] $ResultPath,
    # The manifest of the module Pester.
    [Parameter(Mandatory)] [string] $Pester,
    [string] $Filter
)
$ErrorActionPreference = 'Stop'
Import-Module $Pester
$state = $env:DDBNS_STATE_HOME

# Takes a file for this session, unless another one has: only one can make a file of that name.
function Request-TestFile([string] $Name) {
    try { [System.IO.File]::Open((Join-Path $ResultPath "$Name.taken"), 'CreateNew').Dispose() }
    catch [System.IO.IOException] { return $false }
    $true
}

function Invoke-TestFile([System.IO.FileInfo] $File) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $File.FullName
    $configuration.Run.PassThru = $true
    # What several sessions print at once would be mixed up.
    $configuration.Output.Verbosity = 'None'
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = Join-Path $ResultPath "$($File.Name).xml"
    if ($Filter) { $configuration.Filter.FullName = "*$Filter*" }
    # A file finds no checkpoints of another one's.
    if ($state) { $env:DDBNS_STATE_HOME = Join-Path $state $File.Name }
    Invoke-Pester -Configuration $configuration
}

# The tests, blocks and files that failed, with their errors.
function Format-Failure($Run) {
    foreach ($failed in @($Run.Failed) + @($Run.FailedBlocks) + @($Run.FailedContainers)) {
        "    [-] $($failed.PSObject.Properties['ExpandedPath'] ? $failed.ExpandedPath : $failed.Name)"
        foreach ($record in $failed.ErrorRecord) {
            foreach ($part in 'DisplayErrorMessage', 'DisplayStackTrace') {
                $text = $record.PSObject.Properties[$part] ? $record.$part : $null
                if ($text) { "        $($text.Trim() -replace "`r?`n", "`n        ")" }
            }
        }
    }
}

# Why tests were skipped. A test that is skipped with Set-ItResult says so in its error record.
function Get-SkipReason($Run) {
    foreach ($test in @($Run.Skipped) + @($Run.Inconclusive)) {
        $said = "$($test.ErrorRecord)" -replace '^is (skipped|inconclusive), because '
        $said ? $said : "$($test.ExpandedPath) names no reason"
    }
}

foreach ($file in Get-ChildItem -Path $Path -Filter *.Tests.ps1 -Recurse | Sort-Object Name) {
    if (-not (Request-TestFile $file.Name)) { continue }
    $run = Invoke-TestFile $file
    $ended = [ordered]@{
        Passed      = $run.PassedCount
        Failed      = $run.FailedCount
        Skipped     = $run.SkippedCount + $run.InconclusiveCount
        SkipReasons = @(Get-SkipReason $run)
        IsBroken    = $run.FailedBlocksCount + $run.FailedContainersCount -gt 0
    }
    $counts = '{0} passed, {1} failed, {2} skipped' -f $ended.Passed, $ended.Failed, $ended.Skipped
    $mark = $ended.Failed -or $ended.IsBroken ? '-' : '+'
    $line = '[{0}] {1}: {2} in {3:0.0} s' -f $mark, $file.Name, $counts, $run.Duration.TotalSeconds
    # Of the files without a test that the filter names there is nothing to say.
    if ($run.PassedCount + $ended.Failed + $ended.Skipped -or $ended.IsBroken) {
        [Console]::Out.WriteLine((@($line) + @(Format-Failure $run)) -join "`n")
    }
    $ended | ConvertTo-Json | Set-Content -Path (Join-Path $ResultPath "$($file.Name).json")
}
