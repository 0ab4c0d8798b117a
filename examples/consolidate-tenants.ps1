<#
.SYNOPSIS
Moves tenants that have a zae-limiter 0.9 table each into one shared table, each into a namespace of its own.

.DESCRIPTION
The steps are those of docs/operations/consolidation.md. For each tenant that comes along the pipeline: register its namespace in the shared table, copy
its table's items there, compare every one, and tag its role. A tenant that fails is told and does not stop the others; once all are done, the script
ends with an error if any failed. Each step may be done again, so run the same command again after mending what failed.

Nothing is deleted: the tenants' own tables stay as they are.

.PARAMETER TargetTableName
The shared table, with GSI4 and its namespace policies.

.PARAMETER TableName
The tenant's own table.

.PARAMETER Namespace
The tenant's namespace in the shared table. Two tenants cannot have the same one.

.PARAMETER RoleName
The tenant's role, which is tagged with the namespace. Without it no role is touched.

.PARAMETER StackName
The shared table's stack. With it the role also gets the stack's policy for -Access.

.PARAMETER Access
What the role may do in its namespace.

.PARAMETER CatchUp
Carry what the tenant's clients change meanwhile. The tenant's table needs a stream of new and old images, or -EnableStream.

.PARAMETER EnableStream
With -CatchUp, turn such a stream on where the table has none.

.PARAMETER IdleSeconds
The table counts as caught up with once nothing has changed for so long.

.PARAMETER MaxReadUnits
Read units a second at most, for one tenant after the other.

.PARAMETER MaxWriteUnits
Write units a second at most.

.EXAMPLE
Get-Content tenants.csv | ConvertFrom-Csv | ./consolidate-tenants.ps1 shared -WhatIf

.EXAMPLE
Get-Content tenants.csv | ConvertFrom-Csv | ./consolidate-tenants.ps1 shared -StackName shared -CatchUp -EnableStream
#>
#Requires -Version 7.4
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $TargetTableName,

    [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
    [string] $TableName,

    [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
    [string] $Namespace,

    [Parameter(ValueFromPipelineByPropertyName)]
    [string] $RoleName,

    [string] $StackName,

    [ValidateSet('Acquire', 'Full', 'ReadOnly')]
    [string] $Access = 'Acquire',

    [switch] $CatchUp,
    [switch] $EnableStream,
    [double] $IdleSeconds = 10,
    [double] $MaxReadUnits,
    [double] $MaxWriteUnits
)

begin {
    Set-StrictMode -Version Latest
    $ErrorActionPreference = 'Stop'
    if (-not (Get-Module DynamoNamespace)) {
        # An installed script uses the module that it came with.
        $beside = Join-Path $PSScriptRoot '..' 'DynamoNamespace.psd1'
        Import-Module ((Test-Path $beside) ? $beside : 'DynamoNamespace')
    }
    $limits = @{}
    if ($PSBoundParameters.ContainsKey('MaxReadUnits')) { $limits.MaxReadUnits = $MaxReadUnits }
    if ($PSBoundParameters.ContainsKey('MaxWriteUnits')) { $limits.MaxWriteUnits = $MaxWriteUnits }
    $copying = $CatchUp ? @{ CatchUp = $true; EnableStream = $EnableStream; IdleSeconds = $IdleSeconds } : @{}
    $tables = @{}
    $failed = 0

    # Registers, copies, compares and tags one tenant, and notes on the way what is done.
    function Move-Tenant($Tenant) {
        if ($tables.ContainsKey($Namespace)) { throw "Namespace '$Namespace' is named twice, for the tables '$($tables[$Namespace])' and '$TableName'. Give each tenant one of its own; nothing of table '$TableName' was copied." }
        $tables[$Namespace] = $TableName

        $ns = Get-DdbNamespace $TargetTableName | Where-Object Name -CEQ $Namespace
        if (-not $ns) { $ns = Register-DdbNamespace $TargetTableName $Namespace }
        if (-not $ns) {
            # Its ID is in every new key, so without it there is nothing to compute.
            $Tenant.Outcome = 'Planned'
            return
        }

        $Tenant.NamespaceId = $ns.NamespaceId
        $way = @{ TableName = $TableName; TargetTableName = $TargetTableName; NamespaceId = $ns.NamespaceId; Mapping = 'zae-limiter-0.10-tenant' }
        $run = Invoke-DdbTableMigration @way @copying @limits
        $Tenant.Outcome = "$($run.Outcome)"
        $Tenant.Items = $run.Candidates
        if ($run.Outcome -eq 'Planned') { return }

        $checks = Test-DdbMigration @way @limits
        $bad = @($checks | Where-Object Status -in 'Fail', 'NotRun')
        if ($bad) { throw "The copies of table '$TableName' are not proven: $(($bad | ForEach-Object { "$($_.Name): $($_.Actual)" }) -join '; '). Mend that, then run the same command again; the tenant's own table is as it was." }
        $Tenant.IsProven = $true

        if ($RoleName) {
            $null = $ns | Set-DdbNamespaceIamTag -RoleName $RoleName
            if ($StackName) { $null = Add-DdbNamespacePolicy -StackName $StackName -RoleName $RoleName -Access $Access }
            $Tenant.RoleName = $RoleName
        }
    }
}

process {
    $tenant = [pscustomobject]@{
        PSTypeName = 'DynamoNamespace.Tenant'; TableName = $TableName; TargetTableName = $TargetTableName; Namespace = $Namespace; NamespaceId = $null
        Outcome = 'Failed'; Items = 0; IsProven = $false; RoleName = $null; Error = $null
    }
    try {
        Move-Tenant $tenant
    }
    catch {
        $failed++
        $tenant.Outcome = 'Failed'
        $tenant.Error = "$_"
        Write-Warning "Table '$TableName', namespace '$Namespace': $_"
    }

    $tenant
}

end {
    if ($failed) { throw "$failed of the tenants failed, as the warnings say. The others are done. Mend what is said there, then run the same command again." }
}
