#!/usr/bin/env pwsh
<#
.SYNOPSIS
A front for the build program in build/, for PowerShell. ./dev is the same from a POSIX shell.
.EXAMPLE
./build.ps1 -Task Test unit --filter Checkpoint
#>
param(
    [ValidateSet('Build', 'Test', 'Soak', 'Pack', 'Bench', 'Quickstart', 'Clean')]
    [string] $Task = 'Build',

    # Passed on to the task.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
    [Console]::Error.WriteLine('dotnet was not found on PATH. Install the .NET SDK 10.0 or later: https://dotnet.microsoft.com/download')
    exit 1
}

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
dotnet run --project (Join-Path $PSScriptRoot 'build') -v quiet -- $Task.ToLowerInvariant() @Rest
exit $LASTEXITCODE
