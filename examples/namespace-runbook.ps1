<#
.SYNOPSIS
Takes a deployed zae-limiter 0.9 stack to namespaces, step by step: protect, upgrade, copy, verify, give access, cut over, delete.

.DESCRIPTION
The steps are those of docs/operations/namespace-migration.md, in the same order. Each looks first whether it is done, so the script may be
stopped anywhere and run again. Without -StopAfter it ends before the cut-over, which takes your clients' part: switch them to
zae-limiter 0.10, then run the same command with -StartWith CutOver -StopAfter Delete.

With -WhatIf nothing is changed: the change set is made, shown and deleted again, and the copy is a dry run over the whole table.

.PARAMETER StackName
The stack; its table is found in it.

.PARAMETER Namespace
The namespace that the items go to.

.PARAMETER RoleName
Roles that are to reach this namespace and no other.

.PARAMETER UserName
Users that are to reach this namespace and no other.

.PARAMETER Access
What the roles and users may do in it.

.PARAMETER StartWith
The first step, for who has done those before it. Without it all are gone through again, and those that are done say so.

.PARAMETER StopAfter
The last step: Protect, Upgrade, Plan, Copy, Verify, Access, CutOver or Delete.

.PARAMETER MaxReadUnits
Read units a second at most, for the steps that read the whole table.

.PARAMETER MaxWriteUnits
Write units a second at most.

.PARAMETER IdleSeconds
The table counts as caught up with once nothing has changed for so long.

.PARAMETER Capability
What is acknowledged for the stack's update.

.EXAMPLE
./namespace-runbook.ps1 my-app -RoleName my-app-role -WhatIf

.EXAMPLE
./namespace-runbook.ps1 my-app -RoleName my-app-role -MaxWriteUnits 500
./namespace-runbook.ps1 my-app -RoleName my-app-role -MaxWriteUnits 500 -StartWith CutOver -StopAfter Delete
#>
#Requires -Version 7.4
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $StackName,

    [string] $Namespace = 'default',
    [string[]] $RoleName = @(),
    [string[]] $UserName = @(),

    [ValidateSet('Acquire', 'Full', 'ReadOnly')]
    [string] $Access = 'Acquire',

    [ValidateSet('Protect', 'Upgrade', 'Plan', 'Copy', 'Verify', 'Access', 'CutOver', 'Delete')]
    [string] $StartWith = 'Protect',

    [ValidateSet('Protect', 'Upgrade', 'Plan', 'Copy', 'Verify', 'Access', 'CutOver', 'Delete')]
    [string] $StopAfter = 'Access',

    [double] $MaxReadUnits,
    [double] $MaxWriteUnits,
    [double] $IdleSeconds = 10,
    [string[]] $Capability = @()
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
if (-not (Get-Module DynamoNamespace)) {
    # An installed script uses the module that it came with.
    $beside = Join-Path $PSScriptRoot '..' 'DynamoNamespace.psd1'
    Import-Module ((Test-Path $beside) ? $beside : 'DynamoNamespace')
}

$steps = 'Protect', 'Upgrade', 'Plan', 'Copy', 'Verify', 'Access', 'CutOver', 'Delete'
$first = $steps.IndexOf($StartWith)
$last = $steps.IndexOf($StopAfter)
if ($first -gt $last) { throw "-StartWith $StartWith comes after -StopAfter $StopAfter. The steps are $($steps -join ', '); nothing was changed." }
$limits = @{}
if ($PSBoundParameters.ContainsKey('MaxReadUnits')) { $limits.MaxReadUnits = $MaxReadUnits }
if ($PSBoundParameters.ContainsKey('MaxWriteUnits')) { $limits.MaxWriteUnits = $MaxWriteUnits }
# Without such a stream there is no catch-up: clients must not write while the table is copied.
$catchUp = @{}
$principals = @($RoleName | ForEach-Object { @{ RoleName = $_ } }) + @($UserName | ForEach-Object { @{ UserName = $_ } })

function Enter-Step([string] $Name, [string] $Title) {
    if ($steps.IndexOf($Name) -lt $first -or $steps.IndexOf($Name) -gt $last) { return $false }
    Write-Host ''
    Write-Host "$($steps.IndexOf($Name) + 1). ${Name}: $Title" -ForegroundColor Cyan
    $true
}

# A check that failed ends the script; a warning is for whoever reads it.
function Assert-Check($Checks, [string] $What) {
    $Checks | Out-Host
    $Checks | Where-Object { $_.Status -ne 'Pass' -and $_.Detail } | ForEach-Object { Write-Host "   $($_.Name): $($_.Detail)" }
    $failed = @($Checks | Where-Object Status -in 'Fail', 'NotRun')
    if ($failed) { throw "$What did not pass: $($failed.Name -join ', '). Nothing was changed by this step; do what stands beside them, then run the same command again." }
}

$stack = Get-DdbNamespaceStack $StackName
$table = $stack.TableName
if ($stack.StreamViewType -eq 'NEW_AND_OLD_IMAGES') { $catchUp = @{ CatchUp = $true; IdleSeconds = $IdleSeconds } }

if (Enter-Step Protect "a way back for table '$table', before anything is touched") {
    Enable-DdbPointInTimeRecovery $table | Out-Host
    $checks = Test-DdbMigrationPrerequisite $table -Namespace $Namespace -StackName $StackName @limits
    if (($checks | Where-Object Name -EQ 'RecentBackup').Status -ne 'Pass') {
        New-DdbMigrationBackup $table | Out-Host
        $checks = Test-DdbMigrationPrerequisite $table -Namespace $Namespace -StackName $StackName @limits
    }

    # What a dry run would have mended is no reason for it to end here.
    if ($WhatIfPreference) { $checks = $checks | Where-Object Name -notin 'PointInTimeRecovery', 'RecentBackup' }
    Assert-Check $checks 'The check of the prerequisites'
}

if (Enter-Step Upgrade "index and policies for stack '$StackName'") {
    $stack = Update-DdbNamespaceStack $StackName -Namespace $Namespace -Capability $Capability -PassThru -InformationVariable changes
    $changes | ForEach-Object { $_.MessageData } | Where-Object { $_.PSObject.TypeNames -like '*DdbStackChange' } | Out-Host
    $stack | Out-Host
}

if ($last -lt $steps.IndexOf('Plan')) { return }

$ns = Get-DdbNamespace $table | Where-Object Name -CEQ $Namespace
if (-not $ns) {
    if (-not $WhatIfPreference) { throw "Namespace '$Namespace' of table '$table' is not registered. Run the step Upgrade, or Register-DdbNamespace $table $Namespace." }
    # Without its ID there is nothing to compute; what would be done can still be told.
    if (Enter-Step Plan 'what the copy would do, and what it costs') { Write-Host "   Not known before namespace '$Namespace' is registered: Register-DdbNamespace $table $Namespace writes two records and nothing else." }
    if (Enter-Step Copy "each item of table '$table' to its new key, and what old clients change meanwhile") { $null = $PSCmdlet.ShouldProcess("Table '$table'", 'Copy every item with an old key') }
    if (Enter-Step Verify 'every copy compared with its old item') { Write-Host '   Reads only.' }
    if (Enter-Step Access "policy ($Access) and tag for $($principals.Count) roles and users") {
        foreach ($principal in $principals) { $null = $PSCmdlet.ShouldProcess("$($principal.Values)", "Set the tag zael_namespace_id, and attach the policy for $Access") }
    }
    if (Enter-Step CutOver 'the last changes of old clients, and the proof once more') { $null = $PSCmdlet.ShouldProcess("Table '$table'", 'Carry the last changes to the copies') }
    if (Enter-Step Delete 'old items whose copies are proven') { $null = $PSCmdlet.ShouldProcess("Table '$table'", 'Delete old items whose copies are proven') }
    return
}

if (Enter-Step Plan 'what the copy would do, and what it costs') {
    $ns | Measure-DdbMigration @limits | Out-Host
    $plan = $ns | Invoke-DdbKeyMigration -WhatIf @limits
    $plan | Out-Host
    if ($plan.Conflicts + $plan.Failed -gt 0) { throw "$($plan.Conflicts + $plan.Failed) items of table '$table' cannot be copied as they are. See the report above, mend them, then run the same command again; nothing was written." }
}

if ((Enter-Step Copy "each item of table '$table' to its new key, and what old clients change meanwhile") -and -not $WhatIfPreference) {
    $ns | Invoke-DdbKeyMigration @catchUp @limits | Out-Host
}

if ((Enter-Step Verify 'every copy compared with its old item') -and -not $WhatIfPreference) {
    Assert-Check ($ns | Test-DdbMigration -StackName $StackName @limits) 'The verification'
}

if (Enter-Step Access "policy ($Access) and tag for $($principals.Count) roles and users") {
    foreach ($principal in $principals) {
        $ns | Set-DdbNamespaceIamTag @principal | Out-Host
        Add-DdbNamespacePolicy @principal -StackName $StackName -Access $Access | Out-Host
        if (-not $WhatIfPreference) {
            $reach = $ns | Test-DdbNamespaceAccess @principal
            $reach | Out-Host
            if ($reach.Status -eq 'Fail') { throw "$($reach.PrincipalName) does not reach namespace '$Namespace' alone: $($reach.Findings -join ' ') Old items are still there, so no client is cut off." }
        }
    }
}

if ($last -lt $steps.IndexOf('CutOver')) {
    if ($StopAfter -eq 'Access') { Write-Host "`nNow switch the clients to zae-limiter 0.10. Then run the same command with -StartWith CutOver -StopAfter Delete." }
    return
}

if ((Enter-Step CutOver 'the last changes of old clients, and the proof once more') -and -not $WhatIfPreference) {
    if ($catchUp.Count) { $ns | Sync-DdbMigration -StopWhenIdle -IdleSeconds $IdleSeconds @limits | Out-Host }
    Assert-Check ($ns | Test-DdbMigration -StackName $StackName -RoleName $RoleName -UserName $UserName @limits) 'The verification'
}

if (Enter-Step Delete 'old items whose copies are proven') {
    $ns | Remove-DdbMigratedItem @limits | Out-Host
    if (-not $WhatIfPreference) { Assert-Check ($ns | Test-DdbMigration -StackName $StackName @limits) 'The verification' }
}
