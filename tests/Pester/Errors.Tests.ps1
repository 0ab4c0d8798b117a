BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    New-SampleTable $engine 'errors' 60
    $null = Register-DdbNamespace errors default

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'Errors' {
    It 'names <Id> for <Case>' -ForEach @(
        @{ Case = 'a table that is not there'; Id = 'TableNotFound'; Category = 'ObjectNotFound'; Target = 'nowhere'; Action = { Invoke-DdbKeyMigration nowhere -ErrorAction Stop } }
        @{ Case = 'a name that is no table name'; Id = 'InvalidTableName'; Category = 'InvalidArgument'; Target = 'a b'; Action = { Get-DdbNamespace 'a b' -ErrorAction Stop } }
        @{ Case = 'a namespace that is not registered'; Id = 'NamespaceNotRegistered'; Category = 'ObjectNotFound'; Target = 'nobody'; Action = { Invoke-DdbKeyMigration errors nobody -ErrorAction Stop } }
        @{ Case = 'an ID that is not registered'; Id = 'NamespaceNotRegistered'; Category = 'ObjectNotFound'; Target = 'zz9'; Action = { Invoke-DdbKeyMigration errors -NamespaceId zz9 -ErrorAction Stop } }
        @{ Case = 'the reserved namespace'; Id = 'ReservedNamespace'; Category = 'InvalidArgument'; Target = '_'; Action = { Register-DdbNamespace errors _ -ErrorAction Stop } }
        @{ Case = 'an illegal ID'; Id = 'InvalidNamespaceId'; Category = 'InvalidArgument'; Target = 'a/b'; Action = { Register-DdbNamespace errors x -NamespaceId a/b -ErrorAction Stop } }
        @{ Case = 'a mapping that is not there'; Id = 'MappingNotFound'; Category = 'ObjectNotFound'; Target = 'no-such'; Action = { Invoke-DdbKeyMigration errors -Mapping no-such -ErrorAction Stop } }
        @{ Case = 'a limit that is none'; Id = 'InvalidLimit'; Category = 'InvalidArgument'; Target = 'TotalSegments'; Action = { Invoke-DdbKeyMigration errors -TotalSegments 0 -ErrorAction Stop } }
        @{ Case = 'a profile that is not there'; Id = 'ProfileNotFound'; Category = 'ObjectNotFound'; Target = 'no-such-profile'; Action = { Get-DdbNamespace errors -ProfileName no-such-profile -ErrorAction Stop } }
        @{ Case = 'plain http to another machine'; Id = 'InsecureEndpoint'; Category = 'InvalidArgument'; Target = 'http://192.0.2.1:8000'; Action = { Get-DdbNamespace errors -EndpointUrl http://192.0.2.1:8000 -ErrorAction Stop } }
        @{ Case = 'restoring what is not deleted'; Id = 'NamespaceNotDeleted'; Category = 'InvalidOperation'; Target = 'default'; Action = { Restore-DdbNamespace errors default -ErrorAction Stop } }
        @{ Case = 'clearing what is not deleted'; Id = 'NamespaceNotDeleted'; Category = 'InvalidOperation'; Target = 'default'; Action = { Clear-DdbNamespace errors default -Confirm:$false -ErrorAction Stop } }
    ) {
        $failure = Get-Failure $Action
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.TargetObject | Should -Be $Target
        $failure.Exception.Message | Should -Match ([regex]::Escape($Target))
    }

    It 'says where a mapping document is wrong' {
        $path = Join-Path $TestDrive 'wrong.json'
        Set-Content $path '{ "format": "dynamonamespace/mapping/1", "name": "x", "key": { "partitionKey": { "name": "PK" } }, "rules": [ { "name": "r", "match": { "PK": { "pattern": "(" } }, "set": { "PK": "x" } } ] }'
        $failure = Get-Failure { Invoke-DdbKeyMigration errors -Mapping $path -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MappingInvalid,*'
        $failure.Exception.Message | Should -Match 'rules\[0\]\.match\.PK\.pattern'
    }

    It 'lets one bad input fail alone' {
        $inputs = [pscustomobject]@{ TableName = 'nowhere' }, [pscustomobject]@{ TableName = 'errors' }
        $found = $inputs | Get-DdbNamespace -ErrorAction SilentlyContinue -ErrorVariable failed
        $found.Name | Should -Be 'default'
        $failed | Should -HaveCount 1
    }

    It 'fails the command after a conflict, with its result told' {
        New-SampleTable $engine 'conflict' 60
        $ns = Register-DdbNamespace conflict default
        $null = Invoke-LocalEngine $engine PutItem @{ TableName = 'conflict'; Item = @{ PK = @{ S = "$($ns.NamespaceId)/RESOURCE#gpt-4" }; SK = @{ S = '#CONFIG' }; other = @{ S = 'there first' } } }
        $results = [System.Collections.Generic.List[object]]::new()
        $failure = Get-Failure { Invoke-DdbKeyMigration conflict -WarningAction SilentlyContinue | ForEach-Object { $results.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MigrationIncomplete,*'
        $results | Should -HaveCount 1
        $results[0].Outcome | Should -Be 'Incomplete'
        $results[0].Conflicts | Should -Be 1
        $results[0].Reports[0].TargetKey | Should -Match 'RESOURCE#gpt-4'
        $results[0].Reports[0].Attributes | Should -Contain 'other'
        $results[0].Written | Should -Be 59
    }

    It 'keeps an old item whose copy is not proven' {
        $results = [System.Collections.Generic.List[object]]::new()
        $null = Get-Failure { Remove-DdbMigratedItem conflict -Confirm:$false | ForEach-Object { $results.Add($_) } }
        $results[0].Deleted | Should -Be 59
        $results[0].Kept | Should -Be 1
        # What stood there first is no item of the namespace as a client would write it, so it is named twice.
        (Test-DdbMigration conflict -Detailed).Where({ $_.PSObject.Properties['Kind'] }).Kind | Sort-Object | Should -Be 'DifferentCopy', 'WrongNamespaceKeys'
        Test-DdbMigration conflict -Quiet | Should -BeFalse
    }
}
