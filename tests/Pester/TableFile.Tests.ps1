BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    $stateHome, $env:DDBNS_STATE_HOME = $env:DDBNS_STATE_HOME, (Join-Path $TestDrive 'state')
    $before = $null

    function New-Table([string] $TableName, [int] $Items = 120, [switch] $WithStream) {
        if ((Invoke-LocalEngine $engine ListTables @{}).TableNames -contains $TableName) { $null = Invoke-LocalEngine $engine DeleteTable @{ TableName = $TableName } }
        New-SampleTable $engine $TableName $Items -WithStream:$WithStream
    }

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }

    New-Table source
    $before = Get-TableContents $engine source
    Push-Location $TestDrive
}

AfterAll {
    Pop-Location
    $env:DDBNS_STATE_HOME = $stateHome
    Stop-LocalEngine $engine
}

Describe 'Export-DdbTableItem' {
    BeforeEach { Get-ChildItem $TestDrive -Filter *.jsonl* | Remove-Item }

    It 'writes a file of the session''s folder and its manifest' {
        $export = Export-DdbTableItem source ./t.jsonl.gz
        $export.Outcome | Should -Be 'Completed'
        $export.Items | Should -Be 120
        $export.Path | Should -Be (Join-Path $TestDrive 't.jsonl.gz')
        (Get-FileHash t.jsonl.gz -Algorithm SHA256).Hash | Should -Be $export.Sha256
        $manifest = Get-Content t.jsonl.gz.manifest.json -Raw | ConvertFrom-Json
        $manifest.items | Should -Be 120
        $manifest.itemsDigest | Should -Be $export.ItemsDigest
    }

    It 'writes files that only the user can read' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no file modes' }
        $null = Export-DdbTableItem source ./t.jsonl
        (Get-Item t.jsonl, t.jsonl.manifest.json).UnixMode | Should -Be '-rw-------', '-rw-------'
    }

    It 'writes lines that ConvertFrom-Json reads' {
        $null = Export-DdbTableItem source ./t.jsonl
        $lines = Get-Content t.jsonl
        $lines.Count | Should -Be 120
        # Names that differ only in case need a hashtable.
        $lines | ForEach-Object { ($_ | ConvertFrom-Json -AsHashtable -Depth 100).Item.PK.S | Should -Not -BeNullOrEmpty }
    }

    It 'writes nothing with -WhatIf' {
        $export = Export-DdbTableItem source ./t.jsonl -WhatIf
        $export.Outcome | Should -Be 'Planned'
        Get-ChildItem $TestDrive -Filter *.jsonl* | Should -BeNullOrEmpty
    }

    It 'leaves a file that is there unless -Force is given' {
        Set-Content t.jsonl 'mine'
        (Get-Failure { Export-DdbTableItem source ./t.jsonl -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        Get-Content t.jsonl | Should -Be 'mine'
        (Export-DdbTableItem source ./t.jsonl -Force).Items | Should -Be 120
    }

    It 'goes on with the next input after one that fails' {
        $exports = 'source', 'no-such-table' | ForEach-Object { [pscustomobject]@{ TableName = $_; Path = "./$_.jsonl" } } |
            Export-DdbTableItem -ErrorAction SilentlyContinue -ErrorVariable failures
        $exports.TableName | Should -Be 'source'
        $failures.FullyQualifiedErrorId | Should -BeLike 'TableNotFound,*'
        Test-Path no-such-table.jsonl | Should -BeFalse
    }

    It 'shows the result as a list' {
        $PSStyle.OutputRendering = 'PlainText'
        $text = Export-DdbTableItem source ./t.jsonl | Out-String -Width 120
        $text | Should -Match 'Items\s+: 120'
        $text | Should -Match 'Bytes\s+: [\d,]+, [\d,]+ in the file'
        $text | Should -Match 'Sha256\s+: [0-9a-f]{64}'
    }
}

Describe 'Import-DdbTableItem' {
    BeforeAll { $null = Export-DdbTableItem source ./i.jsonl.gz -Force }

    It 'takes the output of an export, plans with -WhatIf, imports, and proves' {
        New-Table target 0
        $plan = Export-DdbTableItem source ./piped.jsonl -Force | Import-DdbTableItem -TableName target -WhatIf
        $plan.Outcome | Should -Be 'Planned'
        $plan.ToWrite | Should -Be 120
        Get-ItemCount $engine target | Should -Be 0

        $import = Get-ChildItem piped.jsonl | Import-DdbTableItem -TableName target
        $import.Written | Should -Be 120
        $import.IsProven | Should -BeTrue
        Compare-Object $before (Get-TableContents $engine target) | Should -BeNullOrEmpty

        $again = Import-DdbTableItem target ./piped.jsonl
        $again.AlreadyThere | Should -Be 120
        $again.WriteUnits | Should -Be 0
    }

    It 'drains a table and rebuilds it' {
        New-Table rebuilt
        $contents = Get-TableContents $engine rebuilt
        $null = Export-DdbTableItem rebuilt ./rebuilt.jsonl.gz -Force
        New-Table rebuilt 0
        (Import-DdbTableItem rebuilt ./rebuilt.jsonl.gz).IsProven | Should -BeTrue
        Compare-Object $contents (Get-TableContents $engine rebuilt) | Should -BeNullOrEmpty
    }

    It 'refuses a file that was altered, and one without a manifest' {
        New-Table target 0
        Copy-Item i.jsonl.gz.manifest.json altered.jsonl.gz.manifest.json -Force
        $bytes = [System.IO.File]::ReadAllBytes((Join-Path $TestDrive 'i.jsonl.gz'))
        $bytes[200] = $bytes[200] -bxor 1
        [System.IO.File]::WriteAllBytes((Join-Path $TestDrive 'altered.jsonl.gz'), $bytes)
        (Get-Failure { Import-DdbTableItem target ./altered.jsonl.gz -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'FileAltered,*'
        Copy-Item i.jsonl.gz bare.jsonl.gz -Force
        (Get-Failure { Import-DdbTableItem target ./bare.jsonl.gz -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ManifestNotFound,*'
        Get-ItemCount $engine target | Should -Be 0
        $import = Import-DdbTableItem target ./bare.jsonl.gz -NoManifest -WarningVariable said -WarningAction SilentlyContinue
        $import.Written | Should -Be 120
        $said | Should -Match 'without a manifest'
    }

    It 'writes its result and then fails where the table holds another item' {
        New-Table target 0
        Add-ToItem $engine target 'ENTITY#empties' '#META' 5
        (Get-Failure { Import-DdbTableItem target ./i.jsonl.gz -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'TableNotEmpty,*'
        $kept = @{}
        $failure = Get-Failure { Import-DdbTableItem target ./i.jsonl.gz -AllowNonEmpty | ForEach-Object { $kept.Import = $_ } }
        $import = $kept.Import
        $failure.FullyQualifiedErrorId | Should -BeLike 'ImportIncomplete,*'
        $import.Conflicts | Should -Be 1
        $import.Reports[0].SourceKey | Should -Be 'PK=ENTITY#empties, SK=#META'
        Test-Path $import.RecordsPath | Should -BeTrue
        (Get-TableItem $engine target 'ENTITY#empties' '#META').tk.N | Should -Be 5
        $PSStyle.OutputRendering = 'PlainText'
        $import | Out-String -Width 120 | Should -Match 'IsProven\s+: False'
    }
}

Describe 'Wait-DdbTableQuiet' {
    It 'refuses a table without a stream, and turns one on if it may' {
        New-Table silent 5
        (Get-Failure { Wait-DdbTableQuiet silent -QuietSeconds 1 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'StreamNotEnabled,*'
        Wait-DdbTableQuiet silent -QuietSeconds 1 -EnableStream -WhatIf | Should -BeNullOrEmpty
        (Invoke-LocalEngine $engine DescribeTable @{ TableName = 'silent' }).Table.PSObject.Properties['StreamSpecification'] | Should -BeNullOrEmpty
        $activity = Wait-DdbTableQuiet silent -QuietSeconds 1 -EnableStream
        $activity.IsQuiet | Should -BeTrue
        $activity.Writes | Should -Be 0
    }

    It 'tells who wrote, and shows it' {
        New-Table live 5 -WithStream
        Add-ToItem $engine live 'ENTITY#live-1' '#BUCKET#gpt-4' 10
        Add-ToItem $engine live 'ENTITY#live-1' '#BUCKET#gpt-4' 10
        $activity = [pscustomobject]@{ TableName = 'live' } | Wait-DdbTableQuiet -QuietSeconds 1 -TimeoutSeconds 60
        $activity.IsQuiet | Should -BeTrue
        $changes = $activity.Groups.Where({ $_.Event -eq 'Modify' })
        $changes.Keys | Should -Be 'PK=ENTITY#*, SK=#BUCKET#*'
        $changes.Attributes | Should -Be 'tk'
        $changes.Origin | Should -Be 'Client'
        $PSStyle.OutputRendering = 'PlainText'
        $activity | Out-String -Width 200 | Should -Match '(?s)Groups\s+: .*1 x Modify of tk at PK=ENTITY#\*, SK=#BUCKET#\*'
        $activity.Groups | Out-String -Width 200 | Should -Match 'TableName\s+Count Event\s+Origin\s+Keys'
    }

    It 'writes its result and then fails where the table is not quiet in time' {
        New-Table live 5 -WithStream
        $writer = [powershell]::Create()
        $null = $writer.AddScript({
            param($Helpers, $Place, $Engine)
            . $Helpers
            . $Place
            while ($true) { Add-ToItem $Engine live 'ENTITY#live-1' '#BUCKET#gpt-4' 1; Start-Sleep -Milliseconds 100 }
        }).AddArgument("$PSScriptRoot/LocalEngine.ps1").AddArgument("$PSScriptRoot/TableContents.ps1").AddArgument($engine)
        $running = $writer.BeginInvoke()
        try {
            $kept = @{}
            $failure = Get-Failure { Wait-DdbTableQuiet live -QuietSeconds 6 -TimeoutSeconds 6 | ForEach-Object { $kept.Activity = $_ } }
            $activity = $kept.Activity
            $failure.FullyQualifiedErrorId | Should -BeLike 'TableNotQuiet,*'
            "$failure" | Should -Match 'CloudTrail'
            $activity.IsQuiet | Should -BeFalse
            $activity.Groups[0].ExampleKey | Should -Be 'PK=ENTITY#live-1, SK=#BUCKET#gpt-4'
            $activity.Groups.Where({ $_.Event -eq 'Modify' })[0].Count | Should -BeGreaterThan 1
        }
        finally {
            $writer.Stop()
            $writer.Dispose()
        }
    }

    It 'refuses a time that is too short to tell' {
        (Get-Failure { Wait-DdbTableQuiet live -QuietSeconds 60 -TimeoutSeconds 30 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidQuietTime,*'
    }
}
