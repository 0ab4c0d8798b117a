BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    New-SampleTable $engine 'display' 100
    $ns = Register-DdbNamespace display default

    function Format-Plain($Value) {
        $PSStyle.OutputRendering = 'PlainText'
        ($Value | Out-String -Width 120).Trim()
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'Format views' {
    It 'shows a namespace as a row with its times in UTC' {
        $text = Format-Plain $ns
        $text | Should -Match 'TableName\s+Name\s+NamespaceId\s+Status\s+CreatedAt'
        $text | Should -Match ([regex]::Escape($ns.NamespaceId))
        $text | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ'
    }

    It 'shows a result as a list with families, units and requests' {
        $text = Format-Plain (Invoke-DdbKeyMigration display -WarningAction SilentlyContinue)
        $text | Should -Match 'Outcome\s+: Completed'
        $text | Should -Match 'Written\s+: 100'
        $text | Should -Match '(?s)Families\s+: .*WIDGET# \d+ \(unknown\)'
        $text | Should -Match 'Units\s+: \d+ read, [\d,]+ write'
        $text | Should -Match 'CheckpointPath\s+: '
        $text | Should -Not -Match 'TargetTableName'
    }

    It 'shows checks as rows, and what to do where one is no pass' {
        $text = Format-Plain (Test-DdbMigration display)
        $text | Should -Match 'Status\s+Name\s+Actual'
        $text | Should -Match 'Pass\s+CopiesEqual'
        $text | Should -Match 'Remove-DdbMigratedItem'
    }

    It 'shows a measure with the indexes'' share and the cost' {
        $text = Format-Plain (Measure-DdbMigration display)
        $text | Should -Match 'Copy\s+: [\d,]+ write units: display \d+, GSI1 \d+'
        $text | Should -Match 'On-demand cost\s+: \$0\.\d+'
    }
}

Describe 'Progress and stop' {
    It 'writes progress records that end completed' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$((Get-Module DynamoNamespace).Path)'; Invoke-DdbKeyMigration display -MaxReadUnits 200 -EndpointUrl $($engine.EndpointUrl) -Region us-east-1 -WarningAction SilentlyContinue")
            $null = $shell.Invoke()
            $records = $shell.Streams.Progress
            $records.Count | Should -BeGreaterThan 1
            $records.Activity | Should -Contain 'Copy'
            $records.StatusDescription -match '100 of 100 candidates done' | Should -Not -BeNullOrEmpty
            $records[-1].RecordType | Should -Be 'Completed'
        }
        finally { $shell.Dispose() }
    }

    It 'stops when it is told to, and goes on when it is run again' {
        New-SampleTable $engine 'stopped' 300
        $null = Register-DdbNamespace stopped default
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$((Get-Module DynamoNamespace).Path)'; Invoke-DdbKeyMigration stopped -MaxWriteUnits 4 -EndpointUrl $($engine.EndpointUrl) -Region us-east-1 -WarningAction SilentlyContinue")
            $running = $shell.BeginInvoke()
            Wait-Until 'a few items are copied' {
                if ($running.IsCompleted) { throw "The copy ended by itself: $($shell.Streams.Error)" }
                (Get-ItemCount $engine 'stopped') -ge 310
            }
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
        Get-ItemCount $engine 'stopped' | Should -BeLessThan 602
        $again = Invoke-DdbKeyMigration stopped -WarningAction SilentlyContinue
        $again.Outcome | Should -Be 'Completed'
        $again.AlreadyMigrated | Should -BeGreaterThan 0
        Get-ItemCount $engine 'stopped' | Should -Be 602
    }
}
