BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    $stateHome, $env:DDBNS_STATE_HOME = $env:DDBNS_STATE_HOME, (Join-Path $TestDrive 'state')

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }
}

AfterAll {
    $env:DDBNS_STATE_HOME = $stateHome
    Stop-LocalEngine $engine
}

Describe 'Undo-DdbMigration' {
    BeforeAll {
        New-SampleTable $engine 'undone' 80
        $ns = Register-DdbNamespace undone default
        $before = Get-TableContents $engine undone
        function Get-Changes { Compare-Object $before (Get-TableContents $engine undone) }
    }

    It 'takes a copy back' {
        $copy = $ns | Invoke-DdbKeyMigration -WarningAction SilentlyContinue
        $undo = $copy | Undo-DdbMigration -Confirm:$false
        $undo.Outcome | Should -Be 'Completed'
        $undo.Copies | Should -Be 80
        $undo.Restored | Should -Be 0
        $undo.Removed | Should -Be 80
        Get-Changes | Should -BeNullOrEmpty
    }

    It 'is a full dry run with -WhatIf that writes nothing' {
        $null = Invoke-DdbKeyMigration undone -Delete -Confirm:$false -WarningAction SilentlyContinue
        $migrated = Get-TableContents $engine undone
        $plan = $ns | Undo-DdbMigration -WhatIf
        $plan.Outcome | Should -Be 'Planned'
        $plan.ToRestore | Should -Be 80
        $plan.ToRemove | Should -Be 80
        $plan.WriteUnits | Should -Be 0
        $plan.CheckpointPath | Should -BeNullOrEmpty
        ($plan | Out-String) | Should -Match 'ToRestore\s+: 80'
        Compare-Object $migrated (Get-TableContents $engine undone) | Should -BeNullOrEmpty
    }

    It 'asks first, and changes nothing where nobody can be asked' {
        { Undo-DdbMigration undone -ErrorAction Stop } | Should -Throw
        Get-ItemCount $engine undone | Should -Be 82
    }

    It 'takes a delete back, value for value' {
        $undo = Undo-DdbMigration undone default -Confirm:$false
        $undo.Restored | Should -Be 80
        $undo.Removed | Should -Be 80
        ($undo | Out-String) | Should -Match 'Restored\s+: 80'
        Get-Changes | Should -BeNullOrEmpty
    }

    It 'has what its help names' {
        $undo = Undo-DdbMigration undone -Confirm:$false
        $named = 'Changed', 'CheckpointPath', 'Copies', 'Elapsed', 'Failed', 'IsResumed', 'Mapping', 'Namespace', 'NamespaceId', 'Outcome', 'ReadUnits', 'Removed',
            'Reports', 'Requests', 'Restored', 'Retries', 'RunId', 'Scanned', 'StartedAt', 'TableName', 'TargetTableName', 'Throttled', 'ToRemove', 'ToRestore', 'Variable', 'WriteUnits'
        $undo.PSObject.Properties.Name | Sort-Object | Should -Be $named
        $undo.Copies | Should -Be 0
    }

    It 'can be stopped, and goes on' {
        $null = Invoke-DdbKeyMigration undone -Delete -Confirm:$false -WarningAction SilentlyContinue
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$((Get-Module DynamoNamespace).Path)'; Undo-DdbMigration undone -Confirm:`$false -MaxWriteUnits 10 -EndpointUrl $($engine.EndpointUrl) -Region us-east-1")
            $running = $shell.BeginInvoke()
            Wait-Until 'a few items are put back' {
                if ($running.IsCompleted) { throw "The undo ended by itself: $($shell.Streams.Error)" }
                $shell.Streams.Progress.Count -ge 2 -and (Get-ItemCount $engine undone) -ge 88
            }
            $shell.Stop()
            $shell.Streams.Progress.Activity | Should -Contain 'Undo'
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
        Get-Changes | Should -Not -BeNullOrEmpty
        $undo = Undo-DdbMigration undone -Confirm:$false
        $undo.IsResumed | Should -BeTrue
        $undo.Outcome | Should -Be 'Completed'
        Get-Changes | Should -BeNullOrEmpty
    }

    It 'lets the migration be made again' {
        $run = Invoke-DdbKeyMigration undone -WarningAction SilentlyContinue
        $run.IsResumed | Should -BeFalse
        $run.Written | Should -Be 80
        Test-DdbMigration undone -Quiet | Should -BeTrue
    }
}

Describe 'What a new client changed' {
    BeforeAll {
        New-SampleTable $engine 'taken-over' 40
        $ns = Register-DdbNamespace taken-over default
        Add-ToItem $engine taken-over 'ENTITY#shared' '#BUCKET#gpt-4' 10
        $null = Invoke-DdbKeyMigration taken-over -Delete -Confirm:$false -WarningAction SilentlyContinue
        Add-ToItem $engine taken-over "$($ns.NamespaceId)/ENTITY#shared" '#BUCKET#gpt-4' 5
    }

    It 'is named by the dry run, with the result before the error' {
        $results = [System.Collections.Generic.List[object]]::new()
        $failure = Get-Failure { $ns | Undo-DdbMigration -WhatIf | ForEach-Object { $results.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UndoIncomplete,*'
        $results[0].Outcome | Should -Be 'Incomplete'
        $results[0].Changed | Should -Be 1
        $results[0].Reports[0].TargetKey | Should -Match 'ENTITY#shared'
    }

    It 'goes into the old item, and its copy stays' {
        $failure = Get-Failure { Undo-DdbMigration taken-over -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UndoIncomplete,*'
        (Get-TableItem $engine taken-over 'ENTITY#shared' '#BUCKET#gpt-4').tk.N | Should -Be 15
        (Get-TableItem $engine taken-over "$($ns.NamespaceId)/ENTITY#shared" '#BUCKET#gpt-4').tk.N | Should -Be 15
        Get-ItemCount $engine taken-over | Should -Be 44
    }

    It 'is taken back with -IncludeChanged' {
        $undo = Undo-DdbMigration taken-over -IncludeChanged -Confirm:$false
        $undo.Outcome | Should -Be 'Completed'
        Get-TableItem $engine taken-over "$($ns.NamespaceId)/ENTITY#shared" '#BUCKET#gpt-4' | Should -BeNullOrEmpty
        (Get-TableItem $engine taken-over 'ENTITY#shared' '#BUCKET#gpt-4').tk.N | Should -Be 15
    }
}

Describe 'A mapping without an inverse' {
    It 'is taken back by its old items and what the delete recorded of them' {
        New-SampleTable $engine 'one-way' 20
        $null = Register-DdbNamespace one-way default
        $mapping = Join-Path $TestDrive 'one-way.json'
        @'
{
  "format": "dynamonamespace/mapping/1",
  "name": "one-way",
  "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
  "variables": { "namespaceId": {} },
  "rules": [ { "name": "audit", "match": { "PK": { "pattern": "^AUDIT#" } }, "set": { "PK": "${namespaceId}/ALL", "SK": "${PK}${SK}" } } ]
}
'@ | Set-Content $mapping
        $run = Invoke-DdbKeyMigration one-way -Mapping $mapping -Delete -Confirm:$false
        $run.Deleted | Should -BeGreaterThan 0
        $undone = Undo-DdbMigration one-way -Mapping $mapping -Confirm:$false
        $undone.Outcome, $undone.Restored, $undone.Removed | Should -Be 'Completed', $run.Deleted, $run.Deleted
        Get-ItemCount $engine one-way | Should -Be 22
    }
}
