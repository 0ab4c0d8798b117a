BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1'; '*-DdbMigration:IdleSeconds' = 1 }
    $stateHome, $env:DDBNS_STATE_HOME = $env:DDBNS_STATE_HOME, (Join-Path $TestDrive 'state')

    function New-LiveTable([string] $TableName) {
        New-SampleTable $engine $TableName 60 -WithStream
        $ns = Register-DdbNamespace $TableName default
        $null = Invoke-DdbKeyMigration $TableName -WarningAction SilentlyContinue
        $ns
    }

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }

    function Get-Copy($Ns, [string] $PK) { Get-TableItem $engine $Ns.TableName "$($Ns.NamespaceId)/$PK" '#BUCKET#gpt-4' }
}

AfterAll {
    $env:DDBNS_STATE_HOME = $stateHome
    Stop-LocalEngine $engine
}

Describe 'Sync-DdbMigration' {
    BeforeAll { $ns = New-LiveTable 'synced' }

    It 'writes nothing and reads no stream with -WhatIf' {
        Add-ToItem $engine synced 'ENTITY#live-1' '#BUCKET#gpt-4' 10
        $ns | Sync-DdbMigration -StopWhenIdle -WhatIf | Should -BeNullOrEmpty
        Get-Copy $ns 'ENTITY#live-1' | Should -BeNullOrEmpty
        Get-ChildItem $env:DDBNS_STATE_HOME -Recurse -Filter 'sync.*' | Should -BeNullOrEmpty
    }

    It 'begins where the copy did, and carries what was made since' {
        $sync = $ns | Sync-DdbMigration -StopWhenIdle
        $sync.Outcome | Should -Be 'Completed'
        $sync.IsResumed | Should -BeFalse
        $sync.Changes | Should -Be 61
        $sync.Written | Should -Be 1
        $sync.AlreadyApplied | Should -Be 60
        (Get-Copy $ns 'ENTITY#live-1').tk.N | Should -Be 10
    }

    It 'goes on where it stopped, and takes a copy''s result as its input' {
        Add-ToItem $engine synced 'ENTITY#live-1' '#BUCKET#gpt-4' 5
        $sync = [pscustomobject]@{ TableName = 'synced'; Name = 'default'; Mapping = 'zae-limiter-0.10' } | Sync-DdbMigration -StopWhenIdle
        $sync.IsResumed | Should -BeTrue
        $sync.Changes | Should -Be 62
        (Get-Copy $ns 'ENTITY#live-1').tk.N | Should -Be 15
    }

    It 'carries a delete' {
        Remove-TableItem $engine synced 'ENTITY#live-1' '#BUCKET#gpt-4'
        (Sync-DdbMigration synced -StopWhenIdle).Deleted | Should -Be 1
        Get-Copy $ns 'ENTITY#live-1' | Should -BeNullOrEmpty
    }

    It 'ends at -Until' {
        $sync = Sync-DdbMigration synced -Until (Get-Date).AddSeconds(1)
        $sync.Outcome | Should -Be 'Completed'
        $sync.Lag | Should -BeLessThan ([timespan]::FromMinutes(1))
    }

    It 'has what its help names' {
        $sync = Sync-DdbMigration synced -StopWhenIdle
        $named = 'AlreadyApplied', 'Changes', 'CheckpointPath', 'Conflicts', 'Deleted', 'Elapsed', 'Expired', 'Failed', 'IsResumed', 'Lag', 'Mapping', 'Namespace',
            'NamespaceId', 'Outcome', 'PositionTakenAt', 'ReadUnits', 'RecordsRead', 'Reports', 'Requests', 'Retries', 'RunId', 'StartedAt', 'TableName', 'TargetTableName', 'Throttled', 'Variable',
            'Waiting', 'WriteUnits', 'Written'
        $sync.PSObject.Properties.Name | Sort-Object | Should -Be $named
        Test-Path $sync.CheckpointPath | Should -BeTrue
        ($sync | Out-String) | Should -Match 'Lag\s+: 0 s'
        $sync | Test-DdbMigration -Quiet | Should -BeTrue
    }

    It 'leaves the migration''s own deletes alone' {
        $null = Remove-DdbMigratedItem synced -Confirm:$false
        $sync = Sync-DdbMigration synced -StopWhenIdle
        $sync.Deleted | Should -Be 1
        Get-ItemCount $engine synced | Should -Be 62
    }
}

Describe 'A conflict in a sync' {
    BeforeAll {
        $ns = New-LiveTable 'disputed'
        Add-ToItem $engine disputed 'ENTITY#live-1' '#BUCKET#gpt-4' 10
        $null = Sync-DdbMigration disputed -StopWhenIdle
        Add-ToItem $engine disputed "$($ns.NamespaceId)/ENTITY#live-1" '#BUCKET#gpt-4' 1
        Add-ToItem $engine disputed 'ENTITY#live-1' '#BUCKET#gpt-4' 2
    }

    It 'is left and told, with the result before the error' {
        $results = [System.Collections.Generic.List[object]]::new()
        $failure = Get-Failure { $ns | Sync-DdbMigration -StopWhenIdle | ForEach-Object { $results.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CatchUpIncomplete,*'
        $failure.TargetObject | Should -Be 'disputed'
        $results[0].Outcome | Should -Be 'Incomplete'
        $results[0].Conflicts | Should -Be 1
        $results[0].Reports[0].SourceKey | Should -Match 'ENTITY#live-1'
        $results[0].Reports[0].Attributes | Should -Contain 'tk'
        (Get-Copy $ns 'ENTITY#live-1').tk.N | Should -Be 11
    }

    It 'is not told again by the next sitting' {
        $sync = Sync-DdbMigration disputed -StopWhenIdle
        $sync.Outcome | Should -Be 'Completed'
        $sync.Conflicts | Should -Be 1
        $sync.Reports | Should -BeNullOrEmpty
    }
}

Describe 'A table without a stream' {
    BeforeAll {
        New-SampleTable $engine 'streamless' 20
        $null = Register-DdbNamespace streamless default
    }

    It 'is refused by <Name>' -ForEach @(
        @{ Name = 'Sync-DdbMigration'; Action = { Sync-DdbMigration streamless -StopWhenIdle -ErrorAction Stop } }
        @{ Name = 'Invoke-DdbKeyMigration -CatchUp'; Action = { Invoke-DdbKeyMigration streamless -CatchUp -ErrorAction Stop } }
        @{ Name = 'its dry run'; Action = { Invoke-DdbKeyMigration streamless -CatchUp -WhatIf -ErrorAction Stop } }
    ) {
        $failure = Get-Failure $Action
        $failure.FullyQualifiedErrorId | Should -BeLike 'StreamNotEnabled,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $failure.Exception.Message | Should -Match '-EnableStream'
        Get-ItemCount $engine streamless | Should -Be 22
    }

    It 'gets one with -EnableStream' {
        $run = Invoke-DdbKeyMigration streamless -CatchUp -IdleSeconds 1 -EnableStream -WarningAction SilentlyContinue
        $run.Outcome | Should -Be 'Completed'
        $run.Written | Should -Be 20
        $run.CatchUp.Outcome | Should -Be 'Completed'
        ($run | Out-String) | Should -Match 'CatchUp\s+: Completed'
        (Invoke-LocalEngine $engine DescribeTable @{ TableName = 'streamless' }).Table.StreamSpecification.StreamViewType | Should -Be 'NEW_AND_OLD_IMAGES'
    }
}

Describe 'Copy and sync, stopped and resumed' {
    BeforeAll {
        New-SampleTable $engine 'stops' 100 -WithStream
        $ns = Register-DdbNamespace stops default
        $setUp = "Import-Module '$((Get-Module DynamoNamespace).Path)'; `$PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = '$($engine.EndpointUrl)'; '*-Ddb*:Region' = 'us-east-1' }"

        function Stop-When([string] $Command, [scriptblock] $IsAtWork) {
            $shell = [powershell]::Create()
            try {
                $running = $shell.AddScript("$setUp; $Command").BeginInvoke()
                Wait-Until 'the command is at work' {
                    if ($running.IsCompleted) { throw "The command ended by itself: $($shell.Streams.Error)" }
                    # A progress record comes a quarter of a second after the begin.
                    (& $IsAtWork) -and $shell.Streams.Progress.Count -ge 2
                }
                $shell.Stop()
                , @($shell.Streams.Progress)
            }
            finally { $shell.Dispose() }
        }
    }

    It 'resumes a copy, and counts both sittings together' {
        $progress = Stop-When 'Invoke-DdbKeyMigration stops -MaxWriteUnits 10 -WarningAction SilentlyContinue' { (Get-ItemCount $engine stops) -gt 110 }
        $progress.StatusDescription -match 'write units: 10 a second' | Should -Not -BeNullOrEmpty
        $again = Invoke-DdbKeyMigration stops -WarningAction SilentlyContinue
        $again.Outcome | Should -Be 'Completed'
        $again.IsResumed | Should -BeTrue
        $again.Candidates | Should -Be 100
        $again.Written + $again.AlreadyMigrated | Should -Be 100
    }

    It 'resumes a sync, whose progress tells the lag and the limit' {
        Add-ToItem $engine stops 'ENTITY#live-1' '#BUCKET#gpt-4' 1
        $progress = Stop-When 'Sync-DdbMigration stops' { Get-Copy $ns 'ENTITY#live-1' }
        $progress.Activity | Should -Contain 'Catch-up'
        $progress.StatusDescription -match '\d+ s behind; concurrency \d+ of 16' | Should -Not -BeNullOrEmpty
        Add-ToItem $engine stops 'ENTITY#live-1' '#BUCKET#gpt-4' 1
        $again = Sync-DdbMigration stops -StopWhenIdle
        $again.IsResumed | Should -BeTrue
        (Get-Copy $ns 'ENTITY#live-1').tk.N | Should -Be 2
    }

    It 'lets one sync be at work at a time' {
        Add-ToItem $engine stops 'ENTITY#live-2' '#BUCKET#gpt-4' 1
        $failures = [System.Collections.Generic.List[object]]::new()
        $null = Stop-When 'Sync-DdbMigration stops' {
            # Once it has carried something, it is at work.
            if (-not (Get-Copy $ns 'ENTITY#live-2')) { return $false }
            if ($failures.Count -gt 0) { return $true }
            $failures.Add((Get-Failure { Sync-DdbMigration stops -StopWhenIdle -ErrorAction Stop }))
            $true
        }
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'RunInProgress,*'
    }

    It 'refuses the folder of another namespace' {
        $null = Register-DdbNamespace stops other
        $folder = Split-Path (Invoke-DdbKeyMigration stops -WarningAction SilentlyContinue).CheckpointPath
        $failure = Get-Failure { Invoke-DdbKeyMigration stops other -CheckpointPath $folder -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CheckpointOfAnotherPlan,*'
        $failure.Exception.Message | Should -Match "the variable 'namespaceId' is '$([regex]::Escape($ns.NamespaceId))' there"
    }
}
