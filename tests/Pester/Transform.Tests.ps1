BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    $mapping = Join-Path $TestDrive 'orders.json'
    Set-Content $mapping @'
{
  "format": "dynamonamespace/mapping/1",
  "name": "orders",
  "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
  "rules": [ { "name": "order", "match": { "PK": { "pattern": "^ORDER#" } } } ]
}
'@
    # The month of an order goes into its key, and the sum of its lines into a number: no template can say either.
    $transform = {
        $_.PK.S = 'MONTH#' + $_.At.S.Substring(0, 7) + '#' + $_.PK.S.Substring(6)
        $_.Sum = @{ N = [string] ($_.Lines.L | ForEach-Object { [decimal] $_.N } | Measure-Object -Sum).Sum }
        $_.Tags.SS = @($_.Tags.SS | Sort-Object -CaseSensitive)
        $_
    }

    function New-OrderTable([string] $Name, [int] $Count = 40) {
        New-EmptyTable $engine $Name
        foreach ($n in 1..$Count) {
            $null = Invoke-LocalEngine $engine PutItem @{ TableName = $Name; Item = @{
                PK = @{ S = "ORDER#$n" }; SK = @{ S = 'A' }; At = @{ S = ([datetime]'2025-01-01').AddDays($n).ToString('yyyy-MM-dd') }
                Lines = @{ L = @(@{ N = '1.25' }, @{ N = "$n" }) }; Tags = @{ SS = @('b', 'a') }
                Exact = @{ N = '12345678901234567890123456789012345678' }; Big = @{ B = 'AAEC' }; On = @{ BOOL = $true }; No = @{ NULL = $true }
                Deep = @{ M = @{ a = @{ L = @(@{ M = @{ A = @{ S = "é`"\" } } }) } } } }
            }
        }
        $null = Invoke-LocalEngine $engine PutItem @{ TableName = $Name; Item = @{ PK = @{ S = 'CUSTOMER#1' }; SK = @{ S = 'A' } } }
    }

    function Get-OrderItem([string] $Table, [string] $Key) {
        $answer = Invoke-LocalEngine $engine GetItem @{ TableName = $Table; Key = @{ PK = @{ S = $Key }; SK = @{ S = 'A' } } }
        $answer.PSObject.Properties['Item']?.Value
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'A script as transform' {
    It 'makes the new items, is proven, taken back, and finished' {
        New-OrderTable orders-1
        $before = (Get-TableContents $engine orders-1) -join "`n"
        $same = @{ TableName = 'orders-1'; Mapping = $mapping; Transform = $transform }

        (Invoke-DdbKeyMigration @same -WhatIf).ToWrite | Should -Be 40
        (Get-TableContents $engine orders-1) -join "`n" | Should -Be $before
        $run = Invoke-DdbKeyMigration @same
        $run.Outcome, $run.Written | Should -Be Completed, 40
        $copy = Get-OrderItem orders-1 'MONTH#2025-02#40'
        $copy.Sum.N, $copy.Exact.N, $copy.Big.B | Should -Be '41.25', '12345678901234567890123456789012345678', 'AAEC'
        $copy.Deep.M.a.L[0].M.A.S | Should -BeExactly "é`"\"
        (Get-OrderItem orders-1 'CUSTOMER#1').PK.S | Should -Be 'CUSTOMER#1'
        Test-DdbMigration @same -Quiet | Should -BeTrue
        (Invoke-DdbKeyMigration @same).WriteUnits | Should -Be 0

        $undone = Undo-DdbMigration @same -Confirm:$false
        $undone.Outcome, $undone.Removed, $undone.Restored | Should -Be Completed, 40, 0
        (Get-TableContents $engine orders-1) -join "`n" | Should -Be $before

        $null = Invoke-DdbKeyMigration @same
        (Remove-DdbMigratedItem @same -Confirm:$false).Deleted | Should -Be 40
        Get-ItemCount $engine orders-1 | Should -Be 41
        $undone = Undo-DdbMigration @same -Confirm:$false
        $undone.Outcome, $undone.Removed, $undone.Restored | Should -Be Completed, 40, 40
        (Get-TableContents $engine orders-1) -join "`n" | Should -Be $before

        (Invoke-DdbKeyMigration @same -Delete -Confirm:$false).Deleted | Should -Be 40
        Test-DdbMigration @same -Quiet | Should -BeTrue
        Get-OrderItem orders-1 'ORDER#1' | Should -BeNullOrEmpty
    }

    It 'goes to another table too, and what a new client changed there stays' {
        New-OrderTable orders-2
        New-EmptyTable $engine orders-2-new
        $same = @{ TableName = 'orders-2'; TargetTableName = 'orders-2-new'; Mapping = $mapping; Transform = $transform }

        # Nothing says what is to become of the customer.
        $failure = try { Invoke-DdbTableMigration @same -Delete -Confirm:$false -OutVariable run -ErrorAction Stop | Out-Null } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MigrationIncomplete,*'
        $run.Written, $run.Failed, $run.Deleted | Should -Be 40, 1, 0
        $failure.Exception.Message | Should -Match 'PK=CUSTOMER#1, SK=A: No rule of the mapping'
        (Undo-DdbMigration @same -Confirm:$false).Removed | Should -Be 40

        $same.Mapping = Join-Path $TestDrive 'orders-only.json'
        (Get-Content $mapping -Raw).Replace('"rules": [', '"rules": [ { "name": "customer", "match": { "PK": { "pattern": "^CUSTOMER#" } }, "leave": true },') |
            Set-Content $same.Mapping
        (Invoke-DdbTableMigration @same -Delete -Confirm:$false).Deleted | Should -Be 40
        $changed = @{ TableName = 'orders-2-new'; Key = @{ PK = @{ S = 'MONTH#2025-02#40' }; SK = @{ S = 'A' } }; UpdateExpression = 'SET Seen = :yes'; ExpressionAttributeValues = @{ ':yes' = @{ BOOL = $true } } }
        $null = Invoke-LocalEngine $engine UpdateItem $changed
        $null = Invoke-LocalEngine $engine DeleteItem @{ TableName = 'orders-2-new'; Key = @{ PK = @{ S = 'MONTH#2025-02#39' }; SK = @{ S = 'A' } } }

        $failure = try { Undo-DdbMigration @same -Confirm:$false -OutVariable undone -ErrorAction Stop | Out-Null } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UndoIncomplete,*'
        $undone.Restored, $undone.Removed, $undone.Changed | Should -Be 39, 38, 1
        (Get-OrderItem orders-2-new 'MONTH#2025-02#40').Seen.BOOL | Should -BeTrue
        # A new client deleted its copy, so it does not come back.
        Get-OrderItem orders-2 'ORDER#39' | Should -BeNullOrEmpty
        (Get-OrderItem orders-2 'ORDER#40').At.S | Should -Be '2025-02-10'
    }

    It 'records what a script fails for, item by item, and leaves it' {
        New-OrderTable orders-3 10
        $failing = { if ($_.PK.S -eq 'ORDER#3') { throw 'no such month' } if ($_.PK.S -eq 'ORDER#4') { return } if ($_.PK.S -eq 'ORDER#5') { $_.At = 'text'; return $_ } $_.PK.S = "NEW#$($_.PK.S)"; $_ }
        $failure = try { Invoke-DdbKeyMigration orders-3 -Mapping $mapping -Transform $failing -OutVariable run -ErrorAction Stop | Out-Null } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MigrationIncomplete,*'
        $run.Written, $run.Failed, $run[0].Reports[0].Reason | Should -Be 7, 3, 'Failed'
        $details = ($run.Reports | Sort-Object SourceKey).Detail
        $details[0] | Should -Match 'the -Transform script failed: no such month'
        $details[1] | Should -Match 'wrote 0 objects'
        $details[2] | Should -Match "'At' is a String and not a hashtable of DynamoDB types"
        Get-ItemCount $engine orders-3 | Should -Be 18
    }

    It 'is refused where it would be for nothing' {
        New-OrderTable orders-4 5
        $failure = try { Invoke-DdbKeyMigration orders-4 -Mapping $mapping -Transform { $_ } -ErrorAction Stop | Out-Null } catch { $_ }
        "$failure" | Should -Match 'leaves its key as it is'
        { Invoke-DdbKeyMigration orders-4 -Mapping $mapping -ErrorAction Stop } | Should -Throw -ErrorId 'RuleChangesNothing,*'
    }
}
