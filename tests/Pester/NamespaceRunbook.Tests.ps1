# Runs docs/operations/namespace-migration.md as it is written, in each language on a stack of its own.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    . $PSScriptRoot/Runbook.ps1
    . $PSScriptRoot/NamespaceStack.ps1
    Import-StagedModule
    $page = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' 'namespace-migration.md'
}

AfterAll { Reset-Environment }

Describe 'The runbook namespace-migration with <_>' -ForEach 'powershell', 'sh' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "page-$_")).FullName
        $stack = Start-Stack $folder
    }

    AfterAll { Stop-Stack $stack }

    It 'runs as it is written' {
        (Read-Runbook $page $_).Where({ $_.Kind -eq 'block' }).Count | Should -BeGreaterThan 7
        Invoke-Runbook $page $_ @{} $folder
    }

    It 'leaves the stack as it says' { Assert-Migrated $stack }
}
