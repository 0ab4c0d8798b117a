#!/bin/sh
# A good guess: who has 1.0.0-preview1 of a module gets 1.0.0 by Install-PSResource or Update-PSResource once it is
# released, because by semantic versioning a release is newer than its previews.
# What happens: both compare without the preview's label. Install-PSResource says that 1.0.0 is installed already, and
# Update-PSResource changes nothing; the preview stays, without an error. Only -Reinstall, or uninstalling it first,
# brings the release. The reason is on disk: a preview and its release share one folder, named 1.0.0.
# Who meets it: the testers of a preview, who go on with it after the release.
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

function Publish-Sample([string] $Label) {
    $folder = (New-Item "$Work/source-$Label/Sample" -ItemType Directory).FullName
    Set-Content "$folder/Sample.psm1" "function Get-Sample { '$Label' }"
    $preview = if ($Label -ne 'release') { @{ Prerelease = $Label } } else { @{} }
    New-ModuleManifest "$folder/Sample.psd1" -RootModule Sample.psm1 -ModuleVersion 1.0.0 -Author a -Description d `
        -FunctionsToExport Get-Sample @preview
    Publish-PSResource -Path $folder -Repository Local
}

function Read-Installed {
    $module = Import-Module Sample -Force -PassThru
    Get-Sample
    Remove-Module $module
}

Publish-Sample preview1
Install-PSResource Sample -Prerelease -Repository Local
$before = Read-Installed
Publish-Sample release
Install-PSResource Sample -Repository Local 3>&1
$installed = Read-Installed
Update-PSResource Sample -Repository Local
$updated = Read-Installed
Install-PSResource Sample -Repository Local -Reinstall
$reinstalled = Read-Installed
"at first: $before; after Install-PSResource: $installed; after Update-PSResource: $updated; after -Reinstall: $reinstalled"
if ("$before, $installed, $updated, $reinstalled" -ne 'preview1, preview1, preview1, release') { 'The behaviour has changed.'; exit 1 }
'The release was installed over its own preview only by -Reinstall.'
POWERSHELL
"$work/tools/pwsh" -NoProfile -File "$work/finding.ps1" "$work"
