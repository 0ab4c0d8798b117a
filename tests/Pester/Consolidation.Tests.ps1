# Runs docs/operations/consolidation.md as it is written, and examples/consolidate-tenants.ps1 where tenants fail, with a tenth of the calls on items failing.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    . $PSScriptRoot/Runbook.ps1
    Import-StagedModule
    $page = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' 'consolidation.md'
    $names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'DDBNS_STATE_HOME'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }
    $engine = Start-LocalEngine
    $plane = Start-ControlPlane $engine shared '--role', 'tenant-a', '--role', 'tenant-b', '--role', 'tenant-c', '--faults', '0.1'
    $env:AWS_ENDPOINT_URL = $plane.EndpointUrl
    $env:AWS_REGION = 'us-east-1'
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
    $env:DDBNS_STATE_HOME = Join-Path $TestDrive 'home'
    # Looked at behind the faults.
    $stack = $engine

    # The shared table is one of version 0.10: with the index, the policies, and the version record under its new key.
    $null = dotnet $script:Worker sample --existing --table-name shared --items 10 --endpoint-url $engine.EndpointUrl
    $null = Update-DdbNamespaceStack shared
    $null = Invoke-DdbKeyMigration shared -Delete -Confirm:$false
    $own = (Get-TableContents $stack shared) -join "`n"
    foreach ($tenant in 'a', 'b', 'c') { New-SampleTable $engine "tenant-$tenant" 60 }

    $steps = @{
        'write tenants.csv'      = { "TableName,Namespace,RoleName`ntenant-a,alpha,tenant-a`ntenant-b,beta,tenant-b`ntenant-c,gamma,tenant-c" | Set-Content tenants.csv }
        'all tenants are proven' = {
            foreach ($tenant in @{ Table = 'tenant-a'; Name = 'alpha' }, @{ Table = 'tenant-b'; Name = 'beta' }, @{ Table = 'tenant-c'; Name = 'gamma' }) {
                $ns = Get-DdbNamespace shared $tenant.Name
                (Get-DdbNamespaceIamTag -RoleName $tenant.Table).NamespaceId | Should -Be $ns.NamespaceId
                (Test-DdbNamespaceAccess shared $tenant.Name -RoleName $tenant.Table).Status | Should -Be 'Pass'
                # All but the version record.
                @(Get-NamespaceKeys $ns.NamespaceId).Count | Should -Be 59
                Get-ItemCount $stack $tenant.Table | Should -Be 60
            }
        }
        'the copies of alpha are gone, and nothing else' = {
            Get-NamespaceKeys (Get-DdbNamespace shared alpha).NamespaceId | Should -BeNullOrEmpty
            @(Get-NamespaceKeys (Get-DdbNamespace shared beta).NamespaceId).Count | Should -Be 59
            Get-ItemCount $stack tenant-a | Should -Be 60
        }
    }

    function Get-NamespaceKeys([string] $Id) { (Get-TableContents $stack shared) | Where-Object { $_ -match """PK"":\{""S"":""$Id/" } }
}

AfterAll {
    Stop-LocalEngine $plane
    Stop-LocalEngine $engine
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
}

Describe 'The runbook consolidation' {
    It 'runs as it is written' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'page')).FullName
        Copy-Item (Join-Path $PSScriptRoot '..' '..' 'examples' 'consolidate-tenants.ps1') $folder
        (Read-Runbook $page powershell).Where({ $_.Kind -eq 'block' }).Count | Should -BeGreaterThan 4
        Invoke-Runbook $page powershell $steps $folder
    }

    It 'leaves what was in the shared table, and every tenant proven' {
        $ids = 'alpha', 'beta', 'gamma' | ForEach-Object { (Get-DdbNamespace shared $_).NamespaceId }
        $rest = (Get-TableContents $stack shared) | Where-Object { $_ -notmatch """PK"":\{""S"":""($($ids -join '|'))/" }
        $rest -join "`n" | Should -Be $own
        & $steps['all tenants are proven']
    }
}

Describe 'examples/consolidate-tenants.ps1' {
    BeforeAll {
        $script = Join-Path $PSScriptRoot '..' '..' 'examples' 'consolidate-tenants.ps1'
        New-SampleTable $engine 'tenant-d' 20
        $tenants = @(
            [pscustomobject]@{ TableName = 'tenant-none'; Namespace = 'delta-1'; RoleName = $null }
            [pscustomobject]@{ TableName = 'tenant-d'; Namespace = 'delta'; RoleName = $null }
            [pscustomobject]@{ TableName = 'tenant-b'; Namespace = 'delta'; RoleName = $null }
            [pscustomobject]@{ TableName = 'shared'; Namespace = 'delta-2'; RoleName = $null }
        )
    }

    It 'changes nothing with -WhatIf' {
        $before = (Get-TableContents $stack shared) -join "`n"
        $planned = $tenants[1] | & $script shared -WhatIf
        $planned.Outcome | Should -Be 'Planned'
        (Get-TableContents $stack shared) -join "`n" | Should -Be $before
        Get-DdbNamespace shared | Where-Object Name -EQ 'delta' | Should -BeNullOrEmpty
    }

    It 'goes on where one tenant fails, says why, and fails at the end' {
        $moved = [System.Collections.Generic.List[object]]::new()
        $failure = try { $tenants | & $script shared -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object { $moved.Add($_) } } catch { $_ }
        "$failure" | Should -Match '^3 of the tenants failed'
        $moved.Outcome | Should -Be 'Failed', 'Completed', 'Failed', 'Failed'
        $moved[0].Error | Should -Match "There is no table 'tenant-none'"
        $moved[1].Items, $moved[1].IsProven | Should -Be 19, $true
        $moved[2].Error | Should -Match "Namespace 'delta' is named twice, for the tables 'tenant-d' and 'tenant-b'"
        $moved[3].Error | Should -Match 'is the source table itself'
        @(Get-NamespaceKeys (Get-DdbNamespace shared delta).NamespaceId).Count | Should -Be 19
    }
}
