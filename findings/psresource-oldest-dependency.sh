#!/bin/sh
# A good guess: Install-PSResource of a module that requires Sample of at least 1.0.5 brings the newest Sample, as
# "Install-PSResource Sample" does.
# What happens: from a repository that is a folder it brings the oldest version that fits, here 1.1.0 though 1.2.0 is
# there. A requirement without a version brings the newest.
# Who meets it: whoever wraps modules in one of their own and installs from a folder, such as a share or the artifacts
# of a build: fixes of the required modules do not arrive unless the requirement names them.
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

function Publish-Sample([string] $Name, [string] $Version, $Requires) {
    $folder = (New-Item "$Work/source/$Version/$Name" -ItemType Directory).FullName
    Set-Content "$folder/$Name.psm1" "function Get-$Name { }"
    $required = if ($Requires) { @{ RequiredModules = $Requires } } else { @{} }
    New-ModuleManifest "$folder/$Name.psd1" -RootModule "$Name.psm1" -ModuleVersion $Version -Author a -Description d `
        -FunctionsToExport "Get-$Name" @required
    Publish-PSResource -Path $folder -Repository Local -SkipDependenciesCheck -SkipModuleManifestValidate
}

# What is there of Sample after a clean installation of a module.
function Get-SampleAfter([string] $Name) {
    Get-Item "$HOME/.local/share/powershell/Modules/*" | Remove-Item -Recurse
    Install-PSResource $Name -Repository Local
    "$((Get-Module Sample -ListAvailable).Version)"
}

foreach ($version in '1.0.0', '1.1.0', '1.2.0') { Publish-Sample Sample $version }
Publish-Sample LeastWrapper 1.0.0 @{ ModuleName = 'Sample'; ModuleVersion = '1.0.5' }
Publish-Sample AnyWrapper 1.0.0 'Sample'
$alone = Get-SampleAfter Sample
$least = Get-SampleAfter LeastWrapper
$any = Get-SampleAfter AnyWrapper
"Sample alone: $alone; required from 1.0.5 on: $least; required without a version: $any"
if ("$alone, $least, $any" -ne '1.2.0, 1.1.0, 1.2.0') { 'The behaviour has changed.'; exit 1 }
'A required module came in the oldest version that fits.'
POWERSHELL
"$work/tools/pwsh" -NoProfile -File "$work/finding.ps1" "$work"
