BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }

    function Set-Item($Table, [hashtable] $Item) { $null = Invoke-LocalEngine $engine PutItem @{ TableName = $Table; Item = $Item } }

    function Get-Item($Table, $Pk, $Sk) { (Invoke-LocalEngine $engine GetItem @{ TableName = $Table; Key = @{ PK = @{ S = $Pk }; SK = @{ S = $Sk } } }).Item }

    # A table whose copy has met conflicts: one that a clock decides, and one that none does.
    function New-ConflictTable([string] $Name) {
        New-SampleTable $engine $Name 60
        $ns = Register-DdbNamespace $Name default
        foreach ($user in @{ Id = 'clocked'; Old = 9; New = 8 }, @{ Id = 'plain' }) {
            $head = "ENTITY#$($user.Id)"
            $clock = $user.Id -eq 'clocked' ? @{ config_version = @{ N = "$($user.Old)" } } : @{}
            Set-Item $Name (@{ PK = @{ S = $head }; SK = @{ S = '#CONFIG' }; name = @{ S = 'old' } } + $clock)
            $clock = $user.Id -eq 'clocked' ? @{ config_version = @{ N = "$($user.New)" } } : @{}
            $pk = "$($ns.NamespaceId)/$head"
            Set-Item $Name (@{ PK = @{ S = $pk }; SK = @{ S = '#CONFIG' }; GSI4PK = @{ S = $ns.NamespaceId }; GSI4SK = @{ S = $pk }; name = @{ S = 'new' } } + $clock)
        }
        try { $null = Invoke-DdbKeyMigration $Name -WarningAction SilentlyContinue -OutVariable run } catch { $null = $_ }
        [pscustomobject]@{ Run = $run[0]; Prefix = "$($ns.NamespaceId)/" }
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'Runs and conflicts' {
    BeforeAll { $made = New-ConflictTable conflicts }

    It 'lists the run by a pattern of tables' {
        $run = Get-DdbMigrationRun conf*
        $run.Operation | Should -Be 'Copy'
        $run.Status | Should -Be 'Finished'
        $run.Outcome | Should -Be 'Incomplete'
        $run.Conflicts | Should -Be 2
        $run.PercentDone | Should -Be 100
        $run.CheckpointPath | Should -Be $made.Run.CheckpointPath
        Get-DdbMigrationRun conf* other | Should -BeNullOrEmpty
        $run | Out-String | Should -Match 'Copy\s+Finished\s+Incomplete\s+100'
    }

    It 'lists the conflicts of the table, of a result and of a run' {
        $conflicts = Get-DdbMigrationConflict conflicts
        $conflicts.SourceKey | Sort-Object | Should -Be 'PK=ENTITY#clocked, SK=#CONFIG', 'PK=ENTITY#plain, SK=#CONFIG'
        $conflicts.Where({ $_.SourceKey -match 'clocked' }).SourceClock | Should -Be '9'
        ($made.Run | Get-DdbMigrationConflict).SourceKey | Should -HaveCount 2
        ($made.Run, $made.Run | Get-DdbMigrationConflict).SourceKey | Should -HaveCount 2
        (Get-DdbMigrationRun conflicts | Get-DdbMigrationConflict).SourceKey | Should -HaveCount 2
        Get-DdbMigrationConflict conflicts -Reason Failed | Should -BeNullOrEmpty
        $conflicts | Out-String -Width 200 | Should -Match 'config_version 9, 8'
    }

    It 'says that nothing is known of a table without a run' {
        $null = Get-DdbMigrationConflict never-run -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NoMigrationRun,*'
        $failed[0].TargetObject | Should -Be 'never-run'
    }

    It 'names a checkpoint that cannot be read, and lists the others' {
        $broken = Join-Path (Split-Path $made.Run.CheckpointPath) 'delete.checkpoint.json'
        Set-Content $broken '{'
        try {
            (Get-DdbMigrationRun conflicts -ErrorAction SilentlyContinue -ErrorVariable failed).Operation | Should -Be 'Copy'
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'CheckpointUnreadable,*'
            $failed[0].TargetObject | Should -Be $broken
        }
        finally { Remove-Item $broken }
    }

    It 'tells with -WhatIf what it would do, and writes nothing' {
        $plans = Get-DdbMigrationConflict conflicts | Resolve-DdbMigrationConflict -Use Source -WhatIf
        $plans.Outcome | Should -Be 'Planned', 'Planned'
        $plans.Used | Should -Be 'Source', 'Source'
        (Get-Item conflicts "$($made.Prefix)ENTITY#plain" '#CONFIG').name.S | Should -Be 'new'
        (Get-DdbMigrationConflict conflicts).SourceKey | Should -HaveCount 2
        $WhatIfPreference = $true
        (Get-DdbMigrationConflict conflicts | Resolve-DdbMigrationConflict -Use Source).Outcome | Should -Be 'Planned', 'Planned'
    }

    It 'does not write without a yes where nobody can be asked' {
        { Get-DdbMigrationConflict conflicts | Resolve-DdbMigrationConflict -Use Source -ErrorAction Stop } | Should -Throw
        (Get-Item conflicts "$($made.Prefix)ENTITY#plain" '#CONFIG').name.S | Should -Be 'new'
    }

    It 'ends at the first that fails with -ErrorAction Stop' {
        $piped = (Get-DdbMigrationConflict conflicts | Sort-Object SourceKey -Descending)
        { $piped | Resolve-DdbMigrationConflict -Use Newer -Confirm:$false -ErrorAction Stop } | Should -Throw '*no version clock*'
        (Get-Item conflicts "$($made.Prefix)ENTITY#clocked" '#CONFIG').name.S | Should -Be 'new'
    }

    It 'lets the newer one win, and goes on after one that no clock decides' {
        $piped = (Get-DdbMigrationConflict conflicts | Sort-Object SourceKey -Descending)
        $resolved = $piped | Resolve-DdbMigrationConflict -Use Newer -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $resolved.SourceKey | Should -Be 'PK=ENTITY#clocked, SK=#CONFIG'
        $resolved.Outcome | Should -Be 'Resolved'
        $resolved.Used | Should -Be 'Source'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ConflictUndecidable,*'
        $failed[0].TargetObject | Should -Be 'PK=ENTITY#plain, SK=#CONFIG'
        (Get-Item conflicts "$($made.Prefix)ENTITY#clocked" '#CONFIG').name.S | Should -Be 'old'
        (Get-DdbMigrationConflict conflicts).SourceKey | Should -Be 'PK=ENTITY#plain, SK=#CONFIG'
        $resolved | Out-String | Should -Match 'Resolved\s+Source'
    }

    It 'lets the item at the new key win, and the migration goes on to its end' {
        $resolved = Get-DdbMigrationConflict conflicts | Resolve-DdbMigrationConflict -Use Target -Confirm:$false
        $resolved.Used | Should -Be 'Target'
        (Get-Item conflicts 'ENTITY#plain' '#CONFIG').name.S | Should -Be 'new'
        Get-DdbMigrationConflict conflicts | Should -BeNullOrEmpty
        (Invoke-DdbKeyMigration conflicts -WarningAction SilentlyContinue).Conflicts | Should -Be 0
        (Remove-DdbMigratedItem conflicts -Confirm:$false).Kept | Should -Be 0
    }
}

Describe 'A table that was dropped and made again' {
    It 'has only the conflicts of the one that was worked on last' {
        $before = (New-ConflictTable remade).Run
        $null = Invoke-LocalEngine $engine DeleteTable @{ TableName = 'remade' }
        $after = (New-ConflictTable remade).Run
        $after.CheckpointPath | Should -Not -Be $before.CheckpointPath
        (Get-DdbMigrationRun remade).CheckpointPath | Should -HaveCount 2
        $conflicts = Get-DdbMigrationConflict remade
        $conflicts.NamespaceId | Should -Be $after.NamespaceId, $after.NamespaceId
        ($before | Get-DdbMigrationConflict).NamespaceId | Should -Be $before.NamespaceId, $before.NamespaceId
        $null = $before | Get-DdbMigrationConflict | Resolve-DdbMigrationConflict -Use Source -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -Not -BeNullOrEmpty
    }
}
