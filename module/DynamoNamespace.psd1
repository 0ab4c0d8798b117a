@{
    RootModule           = 'DynamoNamespace.Cmdlets.dll'
    ModuleVersion        = '0.2.0'
    GUID                 = '6d9d3c1e-0f43-4a55-9f0e-3b7d8a1c52a4'
    Author               = 'The DynamoNamespace contributors'
    CompanyName          = 'DynamoNamespace'
    Copyright            = '(c) The DynamoNamespace contributors. MIT licence.'
    Description          = 'Moves live DynamoDB tables to new keys, proves every copy, deletes only what is proven, and gets back.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('DynamoNamespace.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-DdbNamespacePolicy'
        'Clear-DdbNamespace'
        'Complete-DdbIndexMigration'
        'ConvertTo-DdbNamespaceTemplate'
        'Enable-DdbPointInTimeRecovery'
        'Export-DdbTableItem'
        'Get-DdbMigrationConflict'
        'Get-DdbMigrationRun'
        'Get-DdbNamespace'
        'Get-DdbNamespaceIamTag'
        'Get-DdbNamespaceStack'
        'Import-DdbTableItem'
        'Invoke-DdbKeyMigration'
        'Invoke-DdbTableMigration'
        'Measure-DdbMigration'
        'New-DdbMigrationBackup'
        'New-DdbMigrationPlan'
        'New-DdbNamespaceSessionPolicy'
        'Register-DdbNamespace'
        'Remove-DdbMigratedItem'
        'Remove-DdbNamespaceIamTag'
        'Remove-DdbNamespacePolicy'
        'Resolve-DdbMigrationConflict'
        'Restore-DdbNamespace'
        'Set-DdbNamespaceIamTag'
        'Start-DdbIndexMigration'
        'Sync-DdbMigration'
        'Test-DdbIndexMigration'
        'Test-DdbMigration'
        'Test-DdbMigrationPlan'
        'Test-DdbMigrationPrerequisite'
        'Test-DdbNamespaceAccess'
        'Undo-DdbIndexMigration'
        'Undo-DdbMigration'
        'Unregister-DdbNamespace'
        'Update-DdbNamespaceStack'
        'Wait-DdbTableQuiet'
    )
    PrivateData          = @{
        PSData = @{
            # The build adds tags for each cmdlet, so that Find-PSResource -CommandName finds the module.
            Tags         = @(
                'AWS', 'DynamoDB', 'Migration', 'Namespace', 'zae-limiter', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            LicenseUri   = 'https://opensource.org/license/mit'
            # The address of the project, for every link to it: help, packages and software bills of materials.
            ProjectUri   = 'https://github.com/dynamonamespace/dynamonamespace'
            ReleaseNotes = 'https://github.com/dynamonamespace/dynamonamespace/blob/main/CHANGELOG.md'
        }
    }
}
