# Runs the runbooks in docs/operations as they are written, once with PowerShell and once with the worker.

BeforeDiscovery {
    $runbooks = foreach ($page in 'resume', 'limits', 'live-tables', 'rollback', 'table-files') {
        foreach ($language in 'powershell', 'sh') { @{ Page = $page; Language = $language } }
    }
}

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    . $PSScriptRoot/Runbook.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'DDBNS_STATE_HOME'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }
    $env:AWS_ENDPOINT_URL = $engine.EndpointUrl
    $env:AWS_REGION = 'us-east-1'
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
    $items = 60
    $kept = @{}

    function Get-Id([string] $Name = 'default') { (Get-DdbNamespace my-app $Name).NamespaceId }

    # What the pages name in their comments, and what a client or the reader does there.
    $steps = @{
        'some are copied'                         = { Wait-Until 'a few items are copied' { (Get-ItemCount $engine my-app) -gt $items + 7 } }
        'a slow copy is at work'                  = { Wait-Until 'the copy is at work' { Test-Path slow/copy.checkpoint.json } }
        'the copy comes to its end'               = {
            Wait-Until 'the copy ends by the limits of the file' { (Get-Content slow/copy.checkpoint.json -Raw) -match '"isFinished": true' }
        }
        'old clients write'                       = {
            foreach ($number in 1..3) { Add-ToItem $engine my-app "ENTITY#live-$number" '#BUCKET#gpt-4' 10 }
            Wait-Until 'the new items have copies' { Get-TableItem $engine my-app "$(Get-Id)/ENTITY#live-3" '#BUCKET#gpt-4' }
            Add-ToItem $engine my-app 'ENTITY#live-1' '#BUCKET#gpt-4' 5
            Remove-TableItem $engine my-app 'ENTITY#live-2' '#BUCKET#gpt-4'
            Wait-Until 'the deleted item''s copy is gone' { -not (Get-TableItem $engine my-app "$(Get-Id)/ENTITY#live-2" '#BUCKET#gpt-4') }
        }
        'old clients write for the last time'     = { Add-ToItem $engine my-app 'ENTITY#live-1' '#BUCKET#gpt-4' 7 }
        'new clients write'                       = { Add-NamespaceItem $engine my-app (Get-Id) 'ENTITY#new-1' '#BUCKET#gpt-4' 3 }
        'prepare a copy'                          = {
            if (-not (Get-DdbNamespace my-app)) { $null = Register-DdbNamespace my-app default }
            $null = Invoke-DdbKeyMigration my-app -WarningAction SilentlyContinue
        }
        'prepare a delete'                        = { $null = Invoke-DdbKeyMigration my-app -Delete -Confirm:$false -WarningAction SilentlyContinue }
        'prepare a delete and let new clients write' = {
            Add-ToItem $engine my-app 'ENTITY#shared' '#BUCKET#gpt-4' 10
            $null = Invoke-DdbKeyMigration my-app -Delete -Confirm:$false -WarningAction SilentlyContinue
            Add-ToItem $engine my-app "$(Get-Id)/ENTITY#shared" '#BUCKET#gpt-4' 5
        }
        'same as before the migration'            = { Compare-Object $before (Get-TableContents $engine my-app) | Should -BeNullOrEmpty }
        'nothing is lost'                         = {
            (Get-TableItem $engine my-app 'ENTITY#shared' '#BUCKET#gpt-4').tk.N | Should -Be 15
            (Get-TableItem $engine my-app "$(Get-Id)/ENTITY#shared" '#BUCKET#gpt-4').tk.N | Should -Be 15
        }
        'an empty table my-app-v2 is made'         = {
            if ((Invoke-LocalEngine $engine ListTables @{}).TableNames -contains 'my-app-v2') { $null = Invoke-LocalEngine $engine DeleteTable @{ TableName = 'my-app-v2' } }
            New-EmptyTable $engine my-app-v2
        }
        'the two tables are the same'             = {
            foreach ($name in 'my-app', 'my-app-v2') { Compare-Object $before (Get-TableContents $engine $name) | Should -BeNullOrEmpty -Because $name }
        }
        'the table is deleted'                    = {
            $kept.Table = (Invoke-LocalEngine $engine DescribeTable @{ TableName = 'my-app' }).Table
            $null = Invoke-LocalEngine $engine DeleteTable @{ TableName = 'my-app' }
        }
        'the table is made again with other projections' = {
            $null = Invoke-LocalEngine $engine CreateTable @{
                TableName = 'my-app'; BillingMode = 'PAY_PER_REQUEST'
                AttributeDefinitions = @($kept.Table.AttributeDefinitions); KeySchema = @($kept.Table.KeySchema)
                GlobalSecondaryIndexes = @(foreach ($index in $kept.Table.GlobalSecondaryIndexes) {
                    @{ IndexName = $index.IndexName; KeySchema = @($index.KeySchema); Projection = $index.IndexName -eq 'GSI2' ? @{ ProjectionType = 'KEYS_ONLY' } : $index.Projection }
                })
            }
        }
        'new clients'' work stands under the old keys' = {
            (Get-TableItem $engine my-app 'ENTITY#shared' '#BUCKET#gpt-4').tk.N | Should -Be 15
            Remove-TableItem $engine my-app 'ENTITY#shared' '#BUCKET#gpt-4'
        }
    }

    # What each page leaves behind.
    $ends = @{
        'resume'      = {
            Test-DdbMigration my-app -Quiet | Should -BeTrue
            Test-DdbMigration my-app tenant-alpha -Quiet | Should -BeTrue
            Get-ItemCount $engine my-app | Should -Be (3 * $items + 4 - 1)
        }
        'limits'      = {
            Test-DdbMigration my-app -Quiet | Should -BeTrue
            Test-DdbMigration my-app tenant-alpha -Quiet | Should -BeTrue
        }
        'live-tables' = {
            $checks = Test-DdbMigration my-app
            $checks.Where({ $_.Name -eq 'OldItemsRemoved' }).Status | Should -Be 'Pass'
            $checks.Status | Should -Not -Contain 'Fail'
            (Get-TableItem $engine my-app "$(Get-Id)/ENTITY#live-1" '#BUCKET#gpt-4').tk.N | Should -Be 22
            (Get-TableItem $engine my-app "$(Get-Id)/ENTITY#live-3" '#BUCKET#gpt-4').tk.N | Should -Be 10
            (Get-TableItem $engine my-app "$(Get-Id)/ENTITY#new-1" '#BUCKET#gpt-4').tk.N | Should -Be 3
            # The sample, two of the old clients' items, one of the new client's, and the namespace's two records.
            Get-ItemCount $engine my-app | Should -Be ($items + 2 + 1 + 2)
        }
        'table-files' = {
            Compare-Object $before (Get-TableContents $engine my-app) | Should -BeNullOrEmpty
            $indexes = (Invoke-LocalEngine $engine DescribeTable @{ TableName = 'my-app' }).Table.GlobalSecondaryIndexes
            $indexes.Where({ $_.IndexName -eq 'GSI2' }).Projection.ProjectionType | Should -Be 'KEYS_ONLY'
        }
        'rollback'    = { Compare-Object $before (Get-TableContents $engine my-app) | Should -BeNullOrEmpty }
    }
}

AfterAll {
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
    Stop-LocalEngine $engine
}

Describe 'The runbook <Page> with <Language>' -ForEach $runbooks {
    BeforeAll {
        if ((Invoke-LocalEngine $engine ListTables @{}).TableNames -contains 'my-app') {
            $null = Invoke-LocalEngine $engine DeleteTable @{ TableName = 'my-app' }
        }
        New-SampleTable $engine my-app $items -WithStream:($Page -eq 'live-tables')
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "$Page-$Language")).FullName
        $env:DDBNS_STATE_HOME = Join-Path $folder 'home'
        if ($Page -in 'resume', 'limits') { $null = Register-DdbNamespace my-app default }
        if ($Page -eq 'limits') { $null = Register-DdbNamespace my-app tenant-alpha }
        $before = Get-TableContents $engine my-app
        # The others count on when things happen.
        $plane = if ($Page -eq 'table-files') { Start-ControlPlane $engine '' '--faults', '0.1' }
        $env:AWS_ENDPOINT_URL = ($plane ?? $engine).EndpointUrl
        $path = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' "$Page.md"
    }

    AfterAll { Stop-LocalEngine $plane }

    It 'has blocks to run' {
        (Read-Runbook $path $Language).Where({ $_.Kind -eq 'block' }).Count | Should -BeGreaterThan 3
    }

    It 'runs as it is written' {
        Invoke-Runbook $path $Language $steps $folder
        # A page may have set it for the commands after it.
        $env:DDBNS_STATE_HOME = Join-Path $folder 'home'
    }

    It 'leaves the table as it says' { & $ends[$Page] }
}
