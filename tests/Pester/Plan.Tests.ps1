BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    New-SampleTable $engine 'planned' 60
    $null = Register-DdbNamespace planned default

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }

    # A plan with a variable, which moves the sample's entities.
    function New-OwnPlan([string] $Name, [string] $Table = 'planned') {
        $path = Join-Path $TestDrive "$Name.json"
        @"
{
  "format": "dynamonamespace/plan/1", "name": "$Name", "table": "$Table",
  // The mapping of a test.
  "mapping": {
    "format": "dynamonamespace/mapping/1", "name": "$Name",
    "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
    "variables": { "tenant": { "pattern": "^[a-z]+\\z" } },
    "rules": [ { "name": "entity", "match": { "PK": { "pattern": "^ENTITY#" } }, "set": { "PK": "`${tenant}/`${PK}" } } ]
  },
  "limits": { "totalSegments": 4 }
}
"@ | Set-Content $path
        $path
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'New-DdbMigrationPlan' {
    It 'writes a plan with the key of the table' {
        Push-Location $TestDrive
        try { $plan = New-DdbMigrationPlan mine.json -TableName planned }
        finally { Pop-Location }
        $plan.Path | Should -Be (Join-Path $TestDrive 'mine.json')
        $plan.Name | Should -Be 'mine'
        $plan.TableName | Should -Be 'planned'
        $plan.Unedited.Count | Should -Be 2
        Get-Content $plan.Path -Raw | Should -Match '"name": "SK", "type": "S"'
        $checks = $plan | Test-DdbMigrationPlan
        $checks.Where({ $_.Name -eq 'PlanEdited' }).Status | Should -Be 'Fail'
        $checks.Where({ $_.Name -eq 'PlanEdited' }).Detail | Should -Match 'mapping\.rules\[0\]\.match\.PK\.equals'
        (Get-Failure { Invoke-DdbKeyMigration -Plan $plan.Path -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PlanNotEdited,*'
    }

    It 'writes nothing with -WhatIf, and no file that is there' {
        $path = Join-Path $TestDrive 'there.json'
        New-DdbMigrationPlan $path -TableName planned -WhatIf
        $path | Should -Not -Exist
        $null = New-DdbMigrationPlan $path -TableName planned
        (Get-Failure { New-DdbMigrationPlan $path -TableName planned -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PlanExists,*'
        { New-DdbMigrationPlan $path -TableName planned -Force -ErrorAction Stop } | Should -Not -Throw
    }

    It 'asks for the key where there is no table to read it from' {
        $failure = Get-Failure { New-DdbMigrationPlan (Join-Path $TestDrive 'none.json') -TableName nowhere -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyNotKnown,*'
        $failure.Exception.Message | Should -Match '-KeySchema'
        (New-DdbMigrationPlan (Join-Path $TestDrive 'none.json') -TableName nowhere -KeySchema Id:N).Unedited.Count | Should -Be 2
    }

    It 'writes each example, and shows it' {
        foreach ($example in 'backfill-index-keys', 'new-entity', 'rekey-by-status', 'tenant-prefix') {
            $plan = New-DdbMigrationPlan (Join-Path $TestDrive "$example.json") -Example $example -TableName planned
            $plan.TableName | Should -Be 'planned'
            $plan | Test-DdbMigrationPlan -Offline -Quiet | Should -BeTrue
            $plan | Out-String | Should -Match 'Fingerprint'
        }
    }
}

Describe 'Test-DdbMigrationPlan' {
    It 'tells what is missing, takes it as a variable, and shows samples' {
        $path = New-OwnPlan tested
        Test-DdbMigrationPlan -Plan $path -Quiet | Should -BeFalse
        $all = Test-DdbMigrationPlan $path -Variable @{ tenant = 'eu' } -Detailed -Sample 2
        $samples = @($all | Where-Object { $_.GetType().Name -eq 'DdbPlanSample' })
        $samples.Count | Should -Be 2
        ($samples[0].After | ConvertFrom-Json).PK.S | Should -BeLike 'eu/ENTITY#*'
        $samples | Out-String | Should -Match 'After'
        $all.Where({ $_ -notin $samples -and $_.Name -eq 'RuleEntity' }).Status | Should -Be 'Pass'
        $all.Where({ $_ -notin $samples -and $_.Name -eq 'ItemsMatched' }).Status | Should -Be 'Warn'
        Test-DdbMigrationPlan $path -Variable @{ tenant = 'eu' } -Quiet | Should -BeTrue
    }

    It 'names the place of an error' {
        $path = New-OwnPlan broken
        (Get-Content $path -Raw).Replace('totalSegments', 'segments') | Set-Content $path
        $failure = Get-Failure { Test-DdbMigrationPlan $path -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PlanInvalid,*'
        $failure.Exception.Message | Should -Match 'limits\.segments'
    }

    It 'gives an answer of one word or details, not both' {
        (Get-Failure { Test-DdbMigrationPlan (New-OwnPlan both) -Quiet -Detailed -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'QuietOrDetailed,*'
        (Get-Failure { Test-DdbMigration planned -Quiet -Detailed -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'QuietOrDetailed,*'
    }
}

Describe '-Plan and -Variable' {
    It 'lead a migration from the first command to the last' {
        New-SampleTable $engine 'cycled' 60
        $path = New-OwnPlan cycle cycled
        $folder = Join-Path $TestDrive 'cycle'
        $run = Invoke-DdbKeyMigration -Plan $path -Variable @{ tenant = 'eu' } -CheckpointPath $folder
        $run.Outcome | Should -Be 'Completed'
        $run.Written | Should -BeGreaterThan 0
        $run.Variable['tenant'] | Should -Be 'eu'
        $run | Test-DdbMigration -Quiet | Should -BeTrue
        ($run | Undo-DdbMigration -Confirm:$false).Removed | Should -Be $run.Written
        $again = Invoke-DdbKeyMigration -Plan $path -Variable @{ tenant = 'eu' } -CheckpointPath $folder -Delete -Confirm:$false
        $again.Deleted | Should -Be $run.Written
        Measure-DdbMigration -Plan $path -Variable @{ tenant = 'eu' } | Select-Object -ExpandProperty Candidates | Should -Be 0
    }

    It 'refuse <Case>' -ForEach @(
        @{ Case = 'another table than the plan''s'; Id = 'PlanForOtherTable'; Action = { Invoke-DdbKeyMigration other -Plan (New-OwnPlan a) -ErrorAction Stop } }
        @{ Case = 'a mapping beside the plan'; Id = 'PlanHasMapping'; Action = { Invoke-DdbKeyMigration -Plan (New-OwnPlan b) -Mapping zae-limiter-0.10 -ErrorAction Stop } }
        @{ Case = 'a variable without a value'; Id = 'MappingVariableMissing'; Action = { Invoke-DdbKeyMigration -Plan (New-OwnPlan c) -ErrorAction Stop } }
        @{ Case = 'a variable that there is not'; Id = 'MappingVariableUnknown'; Action = { Invoke-DdbKeyMigration -Plan (New-OwnPlan d) -Variable @{ tenant = 'eu'; other = 1 } -ErrorAction Stop } }
        @{ Case = 'a value that is not legal'; Id = 'MappingVariableInvalid'; Action = { Invoke-DdbKeyMigration -Plan (New-OwnPlan e) -Variable @{ tenant = 'E U' } -ErrorAction Stop } }
        @{ Case = 'the namespace ID as a variable'; Id = 'VariableFromRegistry'; Action = { Invoke-DdbKeyMigration planned -Variable @{ namespaceId = 'x' } -ErrorAction Stop } }
        @{ Case = 'a plan that is not there'; Id = 'PlanNotFound'; Action = { Invoke-DdbKeyMigration -Plan ./none.json -ErrorAction Stop } }
    ) {
        (Get-Failure $Action).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
