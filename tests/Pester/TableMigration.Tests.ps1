BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $elsewhere = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    $stateHome, $env:DDBNS_STATE_HOME = $env:DDBNS_STATE_HOME, (Join-Path $TestDrive 'state')

    function New-Tables([string] $Name, [int] $Items = 60, $TargetEngine = $engine, [string] $TargetName = "$Name-v2") {
        New-SampleTable $engine $Name $Items
        New-EmptyTable $TargetEngine $TargetName
    }

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }

    # What a confirmation would say, as the host shows it with -WhatIf.
    function Get-Said([string] $Command) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$((Get-Module DynamoNamespace).Path)'; `$env:DDBNS_STATE_HOME = '$($env:DDBNS_STATE_HOME)'; `$PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = '$($engine.EndpointUrl)'; '*-Ddb*:Region' = 'us-east-1' }
                Start-Transcript -Path '$TestDrive/said.txt' -UseMinimalHeader | Out-Null; $Command -WhatIf | Out-Null; Stop-Transcript | Out-Null")
            $null = $shell.Invoke()
            (Get-Content -Raw "$TestDrive/said.txt") -replace '\s+', ' '
        }
        finally { $shell.Dispose() }
    }
}

AfterAll {
    $env:DDBNS_STATE_HOME = $stateHome
    Stop-LocalEngine $elsewhere
    Stop-LocalEngine $engine
}

Describe 'Invoke-DdbTableMigration' {
    BeforeAll {
        New-Tables piped
        $before = Get-TableContents $engine piped
    }

    It 'counts and writes nothing with -WhatIf' {
        $plan = Invoke-DdbTableMigration piped -TargetTableName piped-v2 -WhatIf
        $plan.Outcome | Should -Be 'Planned'
        $plan.ToWrite | Should -Be 60
        Get-ItemCount $engine piped-v2 | Should -Be 0
        Test-Path $env:DDBNS_STATE_HOME | Should -BeFalse
    }

    It 'measures both tables' {
        $measure = Measure-DdbMigration piped -TargetTableName piped-v2
        $measure.TargetTableName | Should -Be 'piped-v2'
        $measure.Candidates | Should -Be 60
        $measure.Shares.TableName | Select-Object -Unique | Should -Be 'piped-v2', 'piped'
        ($measure.Shares.Where({ $_.TableName -eq 'piped-v2' }) | Measure-Object CopyUnits -Sum).Sum | Should -Be $measure.CopyWriteUnits
        $measure | Format-List | Out-String | Should -Match 'TargetTableName\s*: piped-v2'
    }

    It 'gives the tables and the mapping on along the pipeline: copy, test, delete, test, undo' {
        $run = Invoke-DdbTableMigration piped -TargetTableName piped-v2
        $run.TargetTableName | Should -Be 'piped-v2'
        $run.Mapping | Should -Be 'copy'
        $run.Namespace | Should -BeNullOrEmpty
        Compare-Object $before (Get-TableContents $engine piped-v2) | Should -BeNullOrEmpty
        $checks = $run | Test-DdbMigration
        $checks.Where({ $_.Name -eq 'ExtraItems' }).Status | Should -Be 'Pass'
        $run | Test-DdbMigration -Quiet | Should -BeTrue
        $deleted = $run | Remove-DdbMigratedItem -Confirm:$false
        $deleted.Deleted | Should -Be 60
        Get-ItemCount $engine piped | Should -Be 0
        $deleted | Test-DdbMigration -Quiet | Should -BeTrue
        $undone = $deleted | Undo-DdbMigration -Confirm:$false
        $undone.TargetTableName | Should -Be 'piped-v2'
        Compare-Object $before (Get-TableContents $engine piped) | Should -BeNullOrEmpty
        Get-ItemCount $engine piped-v2 | Should -Be 0
        (Get-DdbMigrationRun piped).TargetTableName | Select-Object -Unique | Should -Be 'piped-v2'
    }

    It 'takes tables from the pipeline, and one that fails does not stop the others' {
        New-Tables first 20
        New-Tables second 20
        $failed = $null
        $runs = [pscustomobject]@{ TableName = 'first'; TargetTableName = 'first-v2' }, [pscustomobject]@{ TableName = 'none'; TargetTableName = 'first-v2' },
            [pscustomobject]@{ TableName = 'second'; TargetTableName = 'second-v2' } | Invoke-DdbTableMigration -ErrorVariable failed -ErrorAction SilentlyContinue
        $runs.TableName | Should -Be 'first', 'second'
        $runs.Written | Should -Be 20, 20
        $failed.FullyQualifiedErrorId | Should -Match '^TableNotFound'
    }

    It 'copies to a table of the same name behind another endpoint, and its result needs the endpoint again' {
        New-Tables twin 30 $elsewhere twin
        $before = Get-TableContents $engine twin
        $run = Invoke-DdbTableMigration twin -TargetEndpointUrl $elsewhere.EndpointUrl
        $run.Written | Should -Be 30
        Compare-Object $before (Get-TableContents $elsewhere twin) | Should -BeNullOrEmpty
        (Get-Failure { $run | Remove-DdbMigratedItem -Confirm:$false }).FullyQualifiedErrorId | Should -Match '^TargetIsSource'
        Get-ItemCount $engine twin | Should -Be 30
        ($run | Remove-DdbMigratedItem -TargetEndpointUrl $elsewhere.EndpointUrl -Confirm:$false).Deleted | Should -Be 30
        ($run | Undo-DdbMigration -TargetEndpointUrl $elsewhere.EndpointUrl -Confirm:$false).Restored | Should -Be 30
        Compare-Object $before (Get-TableContents $engine twin) | Should -BeNullOrEmpty
    }

    It 'refuses <Id>' -ForEach @(
        @{ Id = 'NoTargetTable'; Arguments = @{} }
        @{ Id = 'TargetIsSource'; Arguments = @{ TargetTableName = 'piped' } }
        @{ Id = 'TargetIsSource'; Arguments = @{ TargetTableName = 'piped'; TargetRegion = 'us-east-1'; TargetEndpointUrl = 'here' } }
        @{ Id = 'TableNotFound'; Arguments = @{ TargetTableName = 'none' } }
        @{ Id = 'TargetNotEmpty'; Arguments = @{ TargetTableName = 'first' } }
    ) {
        if ($Arguments.ContainsKey('TargetEndpointUrl')) { $Arguments.TargetEndpointUrl = $engine.EndpointUrl }
        (Get-Failure { Invoke-DdbTableMigration piped @Arguments }).FullyQualifiedErrorId | Should -Match "^$Id"
    }

    It 'lets -AllowNonEmptyTarget begin, writes nothing over, and resolves the conflict across the tables' {
        New-Tables busy 20
        $ours = ($before = Get-TableContents $engine busy)[5] | ConvertFrom-Json -AsHashtable
        $null = Invoke-LocalEngine $engine PutItem @{ TableName = 'busy-v2'; Item = @{ PK = $ours.PK; SK = $ours.SK; mine = @{ S = 'a new client''s' } } }
        $failure = Get-Failure { Invoke-DdbTableMigration busy -TargetTableName busy-v2 -AllowNonEmptyTarget -OutVariable run }
        $failure.FullyQualifiedErrorId | Should -Match '^MigrationIncomplete'
        $conflict = Get-DdbMigrationConflict busy
        $conflict.TargetTableName | Should -Be 'busy-v2'
        $resolved = $conflict | Resolve-DdbMigrationConflict -Use Source -Confirm:$false
        $resolved.Outcome | Should -Be 'Resolved'
        Compare-Object $before (Get-TableContents $engine busy-v2) | Should -BeNullOrEmpty
    }
}

Describe 'What a confirmation says' {
    BeforeAll { New-Tables said 5 }

    It 'names the namespace where <Command> uses the default mapping or one is given' -ForEach @(
        @{ Command = 'Invoke-DdbKeyMigration said'; Text = "Table 'said', namespace 'default': copy" }
        @{ Command = 'Undo-DdbMigration said'; Text = "Table 'said', namespace 'default': put" }
        @{ Command = 'Invoke-DdbTableMigration said -TargetTableName said-v2 -Namespace tenant'; Text = "Table 'said' and its target table 'said-v2', namespace 'tenant': copy" }
        @{ Command = 'Invoke-DdbTableMigration said -TargetTableName said-v2 -Mapping zae-limiter-0.10'; Text = "Table 'said' and its target table 'said-v2', namespace 'default': copy" }
        @{ Command = 'Invoke-DdbTableMigration said -TargetTableName said-v2'; Text = "Table 'said' and its target table 'said-v2': copy items" }
        @{ Command = 'Remove-DdbMigratedItem said -TargetTableName said-v2'; Text = "Table 'said' and its target table 'said-v2': delete" }
        @{ Command = 'Undo-DdbMigration said -TargetTableName said-v2'; Text = "Table 'said' and its target table 'said-v2': put" }
        @{ Command = 'Invoke-DdbTableMigration said -TargetEndpointUrl ELSEWHERE'; Text = "Table 'said' and its target table 'said' (ELSEWHERE): copy items" }
    ) {
        $Command, $Text = ($Command, $Text).Replace('ELSEWHERE', $elsewhere.EndpointUrl)
        Get-Said $Command | Should -Match ([regex]::Escape($Text))
    }
}
