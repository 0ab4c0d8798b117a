BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
}

Describe 'The module' {
    It 'exports the cmdlets of its manifest and nothing else' {
        $expected = 'Add-DdbNamespacePolicy', 'Clear-DdbNamespace', 'ConvertTo-DdbNamespaceTemplate', 'Get-DdbMigrationConflict', 'Get-DdbMigrationRun', 'Get-DdbNamespace', 'Get-DdbNamespaceIamTag', 'Get-DdbNamespaceStack', 'Invoke-DdbKeyMigration',
            'Measure-DdbMigration', 'New-DdbNamespaceSessionPolicy', 'Register-DdbNamespace', 'Remove-DdbMigratedItem', 'Remove-DdbNamespaceIamTag', 'Remove-DdbNamespacePolicy', 'Resolve-DdbMigrationConflict', 'Restore-DdbNamespace', 'Set-DdbNamespaceIamTag',
            'Sync-DdbMigration', 'Test-DdbMigration', 'Test-DdbNamespaceAccess', 'Undo-DdbMigration', 'Unregister-DdbNamespace', 'Update-DdbNamespaceStack'
        (Get-Command -Module DynamoNamespace).Name | Sort-Object | Should -Be $expected
    }

    It 'uses approved verbs and singular nouns' {
        $approved = (Get-Verb).Verb
        foreach ($command in Get-Command -Module DynamoNamespace) {
            $command.Verb | Should -BeIn $approved
            $command.Noun | Should -Not -Match 's$'
        }
    }

    It 'asks before it deletes' {
        foreach ($name in 'Remove-DdbMigratedItem', 'Resolve-DdbMigrationConflict', 'Undo-DdbMigration', 'Unregister-DdbNamespace', 'Clear-DdbNamespace', 'Remove-DdbNamespacePolicy', 'Remove-DdbNamespaceIamTag') {
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

    It 'has table and namespace at the first two positions' {
        # A template comes in the place of a table.
        foreach ($command in (Get-Command -Module DynamoNamespace).Where({ $_.Name -ne 'ConvertTo-DdbNamespaceTemplate' })) {
            $command.Parameters['TableName'].Attributes.Where({ $_ -is [Parameter] }).Position | Should -Contain 0
            $second = $command.Parameters.Values.Where({ 'Namespace' -in @($_.Name) + $_.Aliases })
            $second.Attributes.Where({ $_ -is [Parameter] }).Position | Should -Contain 1
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
