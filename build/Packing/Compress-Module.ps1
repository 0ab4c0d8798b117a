<#
.SYNOPSIS
Makes a package of a staged module, as Publish-PSResource makes the one that it publishes.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $DestinationPath
)
$ErrorActionPreference = 'Stop'
# Not one that the user has installed.
Import-Module (Join-Path $PSHOME 'Modules' 'Microsoft.PowerShell.PSResourceGet')
Compress-PSResource -Path $Path -DestinationPath $DestinationPath
