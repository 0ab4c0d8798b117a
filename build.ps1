#!/usr/bin/env pwsh
<#
.SYNOPSIS
A front for the build program in build/, for any PowerShell. ./dev is the same from a POSIX shell.

.DESCRIPTION
Tasks that need PowerShell run in the project's own, not in this one. Exit codes: 1 if the task failed, 2 if the command
line is not understood or the machine lacks something.

.EXAMPLE
./build.ps1 -Task Test unit --filter Checkpoint
#>
param(
    [ArgumentCompleter({ 'Build', 'Test', 'Soak', 'Pack', 'Bench', 'Quickstart', 'Clean' })]
    [string] $Task = 'Build',

    # Passed on to the task.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

# Windows PowerShell 5.1 must be able to read this script.
function Exit-Refused([string] $Message) {
    [Console]::Error.WriteLine($Message)
    exit 2
}

$sdk = 'Install the .NET SDK 10.0 or later, and run ./build.ps1 again: https://dotnet.microsoft.com/download'
if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
    Exit-Refused "dotnet was not found on PATH. $sdk"
}
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

# Compiled apart from its run, so that a failure here is not taken for one of the task. dotnet looks for global.json
# from the folder it is started in.
Push-Location $PSScriptRoot
try {
    $options = '-restore', '-p:Configuration=Debug', '-verbosity:quiet', '-terminalLogger:off', '-nologo'
    $said = dotnet msbuild build/DynamoNamespace.Build.csproj @options | Out-String
    if ($LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine($said)
        $null = dotnet --version
        if ($LASTEXITCODE -ne 0) { Exit-Refused "dotnet has no SDK that global.json accepts. $sdk" }
        if ($said -match 'error NU(110[0-3]|13\d\d)') {
            Exit-Refused ("NuGet could not download the packages of the build program; the reason stands above. Check " +
                "the network connection and the package sources ('dotnet nuget list source'), and run ./build.ps1 again.")
        }
        [Console]::Error.WriteLine('The build program does not compile; the reason stands above.')
        exit 1
    }
}
finally { Pop-Location }

dotnet (Join-Path $PSScriptRoot 'build/bin/Debug/net8.0/DynamoNamespace.Build.dll') $Task.ToLowerInvariant() @Rest
exit $LASTEXITCODE
