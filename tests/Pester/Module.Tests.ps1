BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
}

Describe 'The module' {
    It 'exports the cmdlets of its manifest and nothing else' {
        $expected = 'Add-DdbNamespacePolicy', 'Clear-DdbNamespace', 'Complete-DdbIndexMigration', 'ConvertTo-DdbNamespaceTemplate',
            'Enable-DdbPointInTimeRecovery', 'Export-DdbTableItem', 'Get-DdbMigrationConflict', 'Get-DdbMigrationRun', 'Get-DdbNamespace',
            'Get-DdbNamespaceIamTag', 'Get-DdbNamespaceStack', 'Import-DdbTableItem', 'Invoke-DdbKeyMigration', 'Invoke-DdbTableMigration',
            'Measure-DdbMigration', 'New-DdbMigrationBackup', 'New-DdbMigrationPlan', 'New-DdbNamespaceSessionPolicy', 'Register-DdbNamespace',
            'Remove-DdbMigratedItem', 'Remove-DdbNamespaceIamTag', 'Remove-DdbNamespacePolicy', 'Resolve-DdbMigrationConflict',
            'Restore-DdbNamespace', 'Set-DdbNamespaceIamTag', 'Start-DdbIndexMigration', 'Sync-DdbMigration', 'Test-DdbIndexMigration',
            'Test-DdbMigration', 'Test-DdbMigrationPlan', 'Test-DdbMigrationPrerequisite', 'Test-DdbNamespaceAccess', 'Undo-DdbIndexMigration',
            'Undo-DdbMigration', 'Unregister-DdbNamespace', 'Update-DdbNamespaceStack', 'Wait-DdbTableQuiet'
        (Get-Command -Module DynamoNamespace).Name | Sort-Object | Should -Be $expected
    }

    It 'uses approved verbs and singular nouns' {
        $approved = (Get-Verb).Verb
        foreach ($command in Get-Command -Module DynamoNamespace) {
            $command.Verb | Should -BeIn $approved
            $command.Noun | Should -Not -Match '[^s]s$'
        }
    }

    It 'asks before it deletes' {
        foreach ($name in 'Remove-DdbMigratedItem', 'Resolve-DdbMigrationConflict', 'Undo-DdbMigration', 'Unregister-DdbNamespace', 'Clear-DdbNamespace', 'Remove-DdbNamespacePolicy', 'Remove-DdbNamespaceIamTag', 'Complete-DdbIndexMigration', 'Undo-DdbIndexMigration') {
            $attribute = (Get-Command $name).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
            $attribute.ConfirmImpact | Should -Be 'High'
            $attribute.SupportsShouldProcess | Should -BeTrue
        }
    }

    It 'offers the connection on every cmdlet that calls AWS' {
        $local = 'ConvertTo-DdbNamespaceTemplate', 'Get-DdbMigrationConflict', 'Get-DdbMigrationRun'
        foreach ($command in (Get-Command -Module DynamoNamespace).Where({ $_.Name -notin $local })) {
            $command.Parameters.Keys | Should -Contain 'Region'
            $command.Parameters.Keys | Should -Contain 'ProfileName'
            $command.Parameters.Keys | Should -Contain 'EndpointUrl'
            $command.Parameters.Keys | Should -Contain 'Credential'
        }
    }

    It 'has the table, and then the namespace, at the first positions' {
        # What is about a stack, a role or a template has that in the table's place.
        foreach ($command in Get-Command -Module DynamoNamespace) {
            $first = $command.Parameters.Values.Where({ $_.Attributes.Where({ $_ -is [Parameter] }).Position -contains 0 }).Name
            $first | Should -BeIn 'TableName', 'StackName', 'RoleName', 'UserName', 'Path' -Because $command.Name
            $namespace = $command.Parameters.Values.Where({ 'Namespace' -in @($_.Name) + $_.Aliases })
            if ('TableName' -in $first -and $namespace) { $namespace.Attributes.Where({ $_ -is [Parameter] }).Position | Should -Contain 1 -Because $command.Name }
        }
    }

    It 'can be imported again and again' {
        foreach ($round in 1..3) {
            Remove-Module DynamoNamespace
            Import-StagedModule
        }
        Get-Command Get-DdbNamespace | Should -Not -BeNullOrEmpty
    }

    It 'shows no AWS SDK type in a signature' {
        foreach ($command in Get-Command -Module DynamoNamespace) {
            foreach ($parameter in $command.Parameters.Values) {
                $parameter.ParameterType.FullName | Should -Not -Match '^Amazon'
            }
        }
    }
}
