@{
    RootModule           = 'DynamoNamespace.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6d9d3c1e-0f43-4a55-9f0e-3b7d8a1c52a4'
    Author               = 'The DynamoNamespace contributors'
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
        'New-DdbNamespaceSessionPolicy'
        'Register-DdbNamespace'
        'Remove-DdbMigratedItem'
        'Remove-DdbNamespaceIamTag'
        'Remove-DdbNamespacePolicy'
        'Resolve-DdbMigrationConflict'
        'Restore-DdbNamespace'
        'Set-DdbNamespaceIamTag'
        'Sync-DdbMigration'
        'Test-DdbMigration'
        'Test-DdbMigrationPrerequisite'
        'Test-DdbNamespaceAccess'
        'Undo-DdbMigration'
        'Unregister-DdbNamespace'
        'Update-DdbNamespaceStack'
        'Wait-DdbTableQuiet'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('AWS', 'DynamoDB', 'Migration', 'Namespace', 'zae-limiter')
            LicenseUri   = 'https://opensource.org/license/mit'
        }
    }
}
