BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    New-SampleTable $engine 'names' 60
}

AfterAll { Stop-LocalEngine $engine }

Describe 'The registry' {
    It 'gives a name one ID, however often it is registered' {
        $first = Register-DdbNamespace names default
        $again = Register-DdbNamespace names default
        $first.NamespaceId | Should -Match '^[A-Za-z0-9_][A-Za-z0-9_-]{10}$'
        $again.NamespaceId | Should -Be $first.NamespaceId
        $first.Status | Should -Be 'active'
    }

    It 'takes an ID that is given, and shows it' {
        (Register-DdbNamespace names tenant-alpha -NamespaceId a7x3kq).NamespaceId | Should -Be 'a7x3kq'
        (Get-DdbNamespace names tenant-alpha).NamespaceId | Should -Be 'a7x3kq'
        (Get-DdbNamespace names -NamespaceId a7x3kq).Name | Should -Be 'tenant-alpha'
    }

    It 'lists by pattern' {
        (Get-DdbNamespace names 'tenant-*').Name | Should -Be 'tenant-alpha'
        (Get-DdbNamespace names).Name | Should -Be 'default', 'tenant-alpha'
    }

    It 'unregisters, restores and clears along the pipeline' {
        $null = Register-DdbNamespace names short-lived
        $deleted = Get-DdbNamespace names short-lived | Unregister-DdbNamespace -Confirm:$false
        $deleted.Status | Should -Be 'deleted'
        $deleted.DeletedAt | Should -Not -BeNullOrEmpty
        (Get-DdbNamespace names).Name | Should -Not -Contain 'short-lived'
        (Get-DdbNamespace names -All).Where({ $_.Name -eq 'short-lived' }).Status | Should -Be 'deleted'
        ($deleted | Restore-DdbNamespace).Status | Should -Be 'active'
        $purged = Unregister-DdbNamespace names short-lived -Confirm:$false | Clear-DdbNamespace -Confirm:$false
        $purged.NamespaceId | Should -Be $deleted.NamespaceId
        (Get-DdbNamespace names -All).Name | Should -Not -Contain 'short-lived'
    }

    It 'clears the items of the namespace and of no other' {
        $ns = Register-DdbNamespace names default
        $null = $ns | Invoke-DdbKeyMigration -WarningAction SilentlyContinue
        $count = Get-ItemCount $engine 'names'
        $purged = $ns | Unregister-DdbNamespace -Confirm:$false | Clear-DdbNamespace -Confirm:$false
        # The version record went to the reserved namespace and stays.
        $purged.Deleted | Should -Be 59
        Get-ItemCount $engine 'names' | Should -Be ($count - 59 - 2)
    }

    It 'changes nothing under -WhatIf' {
        $ns = Register-DdbNamespace names kept
        $ns | Unregister-DdbNamespace -WhatIf
        (Get-DdbNamespace names kept).Status | Should -Be 'active'
        $null = $ns | Unregister-DdbNamespace -Confirm:$false
        $ns | Clear-DdbNamespace -WhatIf
        $ns | Restore-DdbNamespace -WhatIf
        (Get-DdbNamespace names -All).Where({ $_.Name -eq 'kept' }).Status | Should -Be 'deleted'
    }
}
