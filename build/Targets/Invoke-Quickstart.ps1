<#
.SYNOPSIS
Runs the whole runbook on a made-up stack on this machine, from the dry run to the last check.

.DESCRIPTION
Only the first step, which fills the stack's table, is for trying things; all that follows is the module's
examples/namespace-runbook.ps1, as you would run it on a stack of your own. The script ends with exit code 0 only if every item was copied, every copy is proven, the role reaches its namespace
and no other, and every old item is deleted.

.PARAMETER EndpointUrl
Where CloudFormation, IAM and DynamoDB answer, such as http://127.0.0.1:8000. It must be on this machine.

.PARAMETER Items
How many items the table is given.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $EndpointUrl,

    [ValidateRange(1, 1000000)]
    [int] $Items = 2000
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$stack = 'my-app'
$role = 'my-app-role'
$artifacts = Join-Path $PSScriptRoot '..' '..' 'artifacts'

function Show-Part([string] $Title) {
    Write-Host ''
    Write-Host "== $Title ==" -ForegroundColor Green
}

$module = Import-Module (Join-Path $artifacts 'module' 'DynamoNamespace') -PassThru
$runbook = Join-Path $module.ModuleBase 'examples' 'namespace-runbook.ps1'
$PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }

Show-Part "The stack '$stack' as zae-limiter 0.9 leaves it: Get-DdbNamespaceStack $stack"
dotnet (Join-Path $artifacts 'worker' 'ddbns.dll') sample --existing --table-name $stack --items $Items --endpoint-url $EndpointUrl
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
Get-DdbNamespaceStack $stack | Out-Host

Show-Part "What would happen: examples/namespace-runbook.ps1 $stack -RoleName $role -WhatIf"
& $runbook $stack -RoleName $role -WhatIf

Show-Part "Up to the cut-over: examples/namespace-runbook.ps1 $stack -RoleName $role"
& $runbook $stack -RoleName $role -IdleSeconds 1

Show-Part "Clients write new keys now, so on to the end: examples/namespace-runbook.ps1 $stack -RoleName $role -StartWith CutOver -StopAfter Delete"
& $runbook $stack -RoleName $role -IdleSeconds 1 -StartWith CutOver -StopAfter Delete -Confirm:$false

$measure = Measure-DdbMigration $stack
$access = Test-DdbNamespaceAccess -RoleName $role -TableName $stack
$isProven = (Test-DdbMigration $stack -Quiet) -and $measure.Items -ge $Items -and $measure.Candidates -eq 0 -and $access.Status -ne 'Fail'
Write-Host ''
if (-not $isProven) {
    Write-Host ("Not proven: the table has {0:N0} items, {1:N0} of them with old keys. See the checks above." -f $measure.Items, $measure.Candidates)
    exit 1
}

Write-Host ("Done: {0:N0} items have new keys, each proven equal to its old item before that was deleted, and {1} reaches its namespace alone." -f $Items, $role)
exit 0
