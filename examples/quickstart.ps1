<#
.SYNOPSIS
Migrates a made-up table on a local engine, from registering the namespace to the last check.

.DESCRIPTION
Each step is a command that you would run on a table of your own; only the first, which makes the table, is for trying things.
The script ends with exit code 0 only if every item was copied, every copy is proven, and every old item is deleted.

.PARAMETER EndpointUrl
The local engine, such as http://127.0.0.1:8000.

.PARAMETER Items
How many items the table is given.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $EndpointUrl,

    [ValidateRange(1, 1000000)]
    [int] $Items = 10000
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$table = 'my-app'
$artifacts = Join-Path $PSScriptRoot '..' 'artifacts'
$step = 0

function Show-Step([string] $Title) {
    $script:step++
    Write-Host ''
    Write-Host "$script:step. $Title"
}

Import-Module (Join-Path $artifacts 'module' 'DynamoNamespace')
$PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }

Show-Step 'A table as zae-limiter 0.9 leaves it, with the index GSI4 that the stack upgrade adds'
dotnet (Join-Path $artifacts 'worker' 'ddbns.dll') sample --table-name $table --items $Items --with-gsi4 --endpoint-url $EndpointUrl
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

Show-Step "Register the namespace: Register-DdbNamespace $table default"
$namespace = Register-DdbNamespace $table default
$namespace | Out-Host

Show-Step "Measure what there is to do: Measure-DdbMigration $table"
Measure-DdbMigration $table | Out-Host

Show-Step "Dry run: Invoke-DdbKeyMigration $table -WhatIf"
Invoke-DdbKeyMigration $table -WhatIf | Out-Host

Show-Step "Migrate: Invoke-DdbKeyMigration $table"
$copy = $namespace | Invoke-DdbKeyMigration
$copy | Out-Host

Show-Step "Verify the copies: Test-DdbMigration $table"
$copy | Test-DdbMigration | Out-Host

Show-Step "Delete the old items whose copies are proven: Remove-DdbMigratedItem $table"
$delete = $copy | Remove-DdbMigratedItem -Confirm:$false
$delete | Out-Host

Show-Step "Verify what is left: Test-DdbMigration $table"
Test-DdbMigration $table | Out-Host

$proven = (Test-DdbMigration $table -Quiet) -and $copy.Written -eq $Items -and $delete.Deleted -eq $Items
if (-not $proven) {
    Write-Host ("Not proven: {0:N0} items made, {1:N0} copied, {2:N0} deleted. See the checks above." -f $Items, $copy.Written, $delete.Deleted)
    exit 1
}

Write-Host ("Done: {0:N0} items copied, proven equal, and their {1:N0} old ones deleted." -f $copy.Written, $delete.Deleted)
exit 0
