BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    $mapping = Join-Path $TestDrive 'accounts.json'
    Set-Content $mapping @'
{
  "format": "dynamonamespace/mapping/1",
  "name": "accounts-by-name",
  "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
  "rules": [
    {
      "name": "account",
      "match": { "Type": { "in": ["User", "Organization"] }, "GSI2PK": { "exists": false } },
      "set": { "GSI2PK": "ACCOUNT#${Username}", "GSI2SK": "#PROFILE" }
    }
  ]
}
'@
    function Add-Account([int] $Number, [string] $Type) {
        $null = Invoke-LocalEngine $engine PutItem @{
            TableName = 'accounts'
            Item = @{ PK = @{ S = "ACCOUNT#$Number" }; SK = @{ S = '#META' }; Type = @{ S = $Type }; Username = @{ S = "name-$Number" } }
        }
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'A mapping in place' {
    BeforeAll {
        New-EmptyTable $engine accounts
        foreach ($number in 1..60) { Add-Account $number @('User', 'Organization', 'Repo')[$number % 3] }
        $before = Get-TableContents $engine accounts
    }

    It 'is a dry run with -WhatIf that writes nothing' {
        $transcript = Join-Path $TestDrive 'dry-run.txt'
        $null = Start-Transcript $transcript
        try {
            $plan = Invoke-DdbKeyMigration accounts -Mapping $mapping -WhatIf
            $null = Undo-DdbMigration accounts -Mapping $mapping -WhatIf
        }
        finally { $null = Stop-Transcript }
        $said = (Get-Content $transcript) -join "`n"
        $said | Should -BeLike "*Table 'accounts': migrate items as the mapping '$mapping' says*"
        $said | Should -BeLike "*Table 'accounts': take back what a migration did as the mapping '$mapping' says*"
        $said | Should -Not -BeLike '*copies*'
        $plan.Outcome | Should -Be 'Planned'
        $plan.ToWrite | Should -Be 40
        $plan.EstimatedWriteUnits | Should -Be 40
        Compare-Object $before (Get-TableContents $engine accounts) | Should -BeNullOrEmpty
    }

    It 'goes migrate, test in one pipeline' {
        $checks = Invoke-DdbKeyMigration accounts -Mapping $mapping | Test-DdbMigration
        $checks.Name | Should -Be 'ItemsUpdated', 'AttributesAsMapped'
        $checks.Status | Should -Be 'Pass', 'Pass'
        $checks[1].Actual | Should -Be '40 items, all right'
        (Get-TableItem $engine accounts 'ACCOUNT#1' '#META').GSI2PK.S | Should -Be 'ACCOUNT#name-1'
        (Get-TableItem $engine accounts 'ACCOUNT#2' '#META').Keys | Should -Not -Contain 'GSI2PK'
    }

    It 'writes nothing a second time' {
        $second = Invoke-DdbKeyMigration accounts -Mapping $mapping
        $second.Scanned | Should -Be 60
        $second.Written | Should -Be 0
        $second.WriteUnits | Should -Be 0
    }

    It 'is taken back, value for value, and done again' {
        $undo = Undo-DdbMigration accounts -Mapping $mapping -Confirm:$false
        $undo.Outcome | Should -Be 'Completed'
        $undo.Restored | Should -Be 40
        Compare-Object $before (Get-TableContents $engine accounts) | Should -BeNullOrEmpty
        (Invoke-DdbKeyMigration accounts -Mapping $mapping).Written | Should -Be 40
    }

    It 'has nothing to delete, and says so' {
        $migrated = Get-TableContents $engine accounts
        $said = Remove-DdbMigratedItem accounts -Mapping $mapping -Confirm:$false -Verbose 4>&1
        $said.Where({ $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -match 'no old items to delete' }).Count | Should -Be 1
        $said.Where({ $_ -isnot [System.Management.Automation.VerboseRecord] }).Deleted | Should -Be 0
        Compare-Object $migrated (Get-TableContents $engine accounts) | Should -BeNullOrEmpty
    }
}
