#!/bin/sh
# A good guess: a module that Publish-PSResource has published is found by the name of one of its commands, since
# Find-PSResource has -CommandName and its manifest lists them (FunctionsToExport, CmdletsToExport).
# What happens: Find-PSResource -CommandName goes by tags of the package (PSCommand_Get-Sample), which PowerShellGet 2
# wrote when it published. PSResourceGet writes only the tag PSModule, so its own search never finds such a module.
# With the tags in the manifest, it is found.
# Who meets it: whoever publishes a module with PSResourceGet and expects users to find it by a command.
# Version: Microsoft.PowerShell.PSResourceGet 1.2.0, as it comes with PowerShell 7.6.9.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" NUGET_PACKAGES="$work/cache" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME PSModulePath
mkdir -p "$HOME/.config" "$work/repository"
cd "$work"
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tools"
cat > "$work/finding.ps1" <<'POWERSHELL'
param([string] $Work)
$ErrorActionPreference = 'Stop'
"PSResourceGet $((Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable).Version)"
Register-PSResourceRepository Local -Uri "$Work/repository" -Trusted

function Publish-Sample([string] $Version, [string[]] $Tags) {
    $folder = (New-Item "$Work/source-$Version/Sample" -ItemType Directory).FullName
    Set-Content "$folder/Sample.psm1" 'function Get-Sample { }'
    New-ModuleManifest "$folder/Sample.psd1" -RootModule Sample.psm1 -ModuleVersion $Version -Author a -Description d `
        -FunctionsToExport Get-Sample -Tags $Tags
    Publish-PSResource -Path $folder -Repository Local
}

function Find-ByCommand {
    (Find-PSResource -CommandName Get-Sample -Repository Local -ErrorAction SilentlyContinue).ParentResource.Version
}

Publish-Sample 1.0.0 @('Sample')
$plain = Find-ByCommand
$byName = (Find-PSResource Sample -Repository Local).Version
Publish-Sample 1.1.0 @('Sample', 'PSFunction_Get-Sample', 'PSCommand_Get-Sample')
$tagged = Find-ByCommand
"by name: '$byName'; by command as published: '$plain'; by command with tags in the manifest: '$tagged'"
if ("$byName" -ne '1.0.0' -or $plain -or "$tagged" -ne '1.1.0') { 'The behaviour has changed.'; exit 1 }
'Publish-PSResource wrote no tag for the command, so Find-PSResource -CommandName did not find the module.'
POWERSHELL
"$work/tools/pwsh" -NoProfile -File "$work/finding.ps1" "$work"
