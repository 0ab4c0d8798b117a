BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'The whole migration' {
    BeforeAll {
        New-SampleTable $engine 'chain' 300
        $before = Get-ItemCount $engine 'chain'
    }

    It 'goes register, migrate, test in one pipeline' {
        $checks = Register-DdbNamespace chain default | Invoke-DdbKeyMigration -WarningAction SilentlyContinue | Test-DdbMigration
        $checks.Where({ $_.Status -eq 'Fail' }) | Should -BeNullOrEmpty
        $checks.Where({ $_.Name -eq 'OldItemsRemoved' }).Status | Should -Be 'Warn'
        $checks.Where({ $_.Name -eq 'CopiesEqual' }).Actual | Should -Be "$before equal, 0 newer"
        Get-ItemCount $engine 'chain' | Should -Be (2 * $before + 2)
    }

    It 'writes nothing a second time' {
        $second = Invoke-DdbKeyMigration chain -WarningAction SilentlyContinue
        $second.Outcome | Should -Be 'Completed'
        $second.Written | Should -Be 0
        $second.WriteUnits | Should -Be 0
        $second.AlreadyMigrated | Should -Be $before
    }

    It 'warns of families that the mapping does not name' {
        $null = Invoke-DdbKeyMigration chain -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -Match 'WIDGET#'
    }

    It 'answers -Quiet with one bool' {
        Test-DdbMigration chain -Quiet | Should -BeOfType [bool]
        Test-DdbMigration chain -Quiet | Should -BeTrue
    }

    It 'deletes what is proven, and everything is proven then' {
        $delete = Get-DdbNamespace chain default | Remove-DdbMigratedItem -Confirm:$false
        $delete.Deleted | Should -Be $before
        $delete.Kept | Should -Be 0
        (Test-DdbMigration chain).Status | Should -Not -Contain 'Fail'
        (Test-DdbMigration chain).Where({ $_.Name -eq 'OldItemsRemoved' }).Status | Should -Be 'Pass'
        Get-ItemCount $engine 'chain' | Should -Be ($before + 2)
    }
}

Describe '-Delete' {
    It 'copies and deletes in one run' {
        New-SampleTable $engine 'in-one' 100
        $null = Register-DdbNamespace in-one default
        $run = Invoke-DdbKeyMigration in-one -Delete -Confirm:$false -WarningAction SilentlyContinue
        $run.Written | Should -Be 100
        $run.Deleted | Should -Be 100
        Get-ItemCount $engine 'in-one' | Should -Be 102
    }

    It 'does not delete without a yes where nobody can be asked' {
        New-SampleTable $engine 'unasked' 60
        $null = Register-DdbNamespace unasked default
        { Invoke-DdbKeyMigration unasked -Delete -ErrorAction Stop } | Should -Throw
        Get-ItemCount $engine 'unasked' | Should -Be 62
    }
}

Describe '-WhatIf' {
    BeforeAll {
        New-SampleTable $engine 'dry' 100
        Register-DdbNamespace dry default -WhatIf
        $unregistered = Get-DdbNamespace dry
        $null = Register-DdbNamespace dry default
    }

    It 'registers nothing' { $unregistered | Should -BeNullOrEmpty }

    It 'is a full dry run of the copy that writes nothing' {
        $plan = Invoke-DdbKeyMigration dry -WhatIf -WarningAction SilentlyContinue
        $plan.Outcome | Should -Be 'Planned'
        $plan.Candidates | Should -Be 100
        $plan.ToWrite | Should -Be 100
        $plan.Written | Should -Be 0
        $plan.WriteUnits | Should -Be 0
        $plan.EstimatedWriteUnits | Should -BeGreaterThan 100
        ($plan.Families | Measure-Object Candidates -Sum).Sum | Should -Be 100
        Get-ItemCount $engine 'dry' | Should -Be 102
    }

    It 'is a full dry run of the delete that deletes nothing' {
        $copy = Invoke-DdbKeyMigration dry -WarningAction SilentlyContinue
        $plan = $copy | Remove-DdbMigratedItem -WhatIf
        $plan.Outcome | Should -Be 'Planned'
        $plan.ToDelete | Should -Be 100
        $plan.Deleted | Should -Be 0
        Get-ItemCount $engine 'dry' | Should -Be 202
    }
}

Describe 'Measure-DdbMigration' {
    It 'reckons with the prices and limits that it is given' {
        New-SampleTable $engine 'measured' 100
        $null = Register-DdbNamespace measured default
        $measure = Measure-DdbMigration measured -ReadPrice 0 -WritePrice 1000000 -MaxWriteUnits 10
        $measure.Candidates | Should -Be 100
        $measure.Cost | Should -Be $measure.WriteUnits
        $measure.TimeAtLimits.TotalSeconds | Should -Be ([math]::Ceiling($measure.WriteUnits / 10))
        ($measure.Shares | Measure-Object CopyUnits -Sum).Sum | Should -Be $measure.CopyWriteUnits
    }
}

Describe 'A mapping of your own' {
    It 'is found relative to the session''s folder and goes along the pipeline' {
        New-SampleTable $engine 'own-mapping' 60
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'mappings')
        $module = (Get-Module DynamoNamespace).ModuleBase
        Copy-Item (Join-Path $module 'mappings' 'zae-limiter-0.10.json') (Join-Path $folder 'mine.json')
        Push-Location $folder
        try {
            $run = Register-DdbNamespace own-mapping default | Invoke-DdbKeyMigration -Mapping ./mine.json -WarningAction SilentlyContinue
            $run.Written | Should -Be 60
            $run | Test-DdbMigration -Quiet | Should -BeTrue
        }
        finally { Pop-Location }
    }
}
