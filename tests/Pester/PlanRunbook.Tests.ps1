# Runs docs/operations/plans.md as it is written, on a table of issues, with a tenth of the calls failing.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/Runbook.ps1
    . $PSScriptRoot/TableContents.ps1
    Import-StagedModule
    $page = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' 'plans.md'
    $issues = 40
    $names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'DDBNS_STATE_HOME'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }

    function New-IssueTable($Engine) {
        $null = Invoke-LocalEngine $Engine CreateTable @{
            TableName              = 'forge'; BillingMode = 'PAY_PER_REQUEST'
            AttributeDefinitions   = @('PK', 'SK', 'GSI1PK', 'GSI1SK' | ForEach-Object { @{ AttributeName = $_; AttributeType = 'S' } })
            KeySchema              = @(@{ AttributeName = 'PK'; KeyType = 'HASH' }, @{ AttributeName = 'SK'; KeyType = 'RANGE' })
            GlobalSecondaryIndexes = @(, @{
                    IndexName = 'GSI1'; Projection = @{ ProjectionType = 'ALL' }
                    KeySchema = @(@{ AttributeName = 'GSI1PK'; KeyType = 'HASH' }, @{ AttributeName = 'GSI1SK'; KeyType = 'RANGE' })
                })
        }
        foreach ($number in 1..$issues) {
            $null = Invoke-LocalEngine $Engine PutItem @{ TableName = 'forge'; Item = @{
                    PK = @{ S = 'REPO#ann#tool' }; SK = @{ S = "ISSUE#$number" }; Type = @{ S = 'Issue' }; Status = @{ S = $number % 3 ? 'OPEN' : 'CLOSED' }; Version = @{ N = '1' }
                }
            }
        }
        $null = Invoke-LocalEngine $Engine PutItem @{ TableName = 'forge'; Item = @{ PK = @{ S = 'REPO#ann#tool' }; SK = @{ S = 'META' }; Type = @{ S = 'Repository' } } }
    }
}

AfterAll {
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
}

Describe 'The runbook plans with <_>' -ForEach 'powershell', 'sh' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "page-$_")).FullName
        $plane = $engine = $null
        $engine = Start-LocalEngine
        $plane = Start-ControlPlane $engine '' '--faults', '0.1'
        $env:AWS_ENDPOINT_URL = $plane.EndpointUrl
        $env:AWS_REGION = 'us-east-1'
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
        $env:DDBNS_STATE_HOME = Join-Path $folder 'home'
        New-IssueTable $engine
    }

    AfterAll {
        Stop-LocalEngine $plane
        Stop-LocalEngine $engine
    }

    It 'runs as it is written' {
        (Read-Runbook $page $_).Where({ $_.Kind -eq 'block' }).Count | Should -Be 1
        Invoke-Runbook $page $_ @{} $folder
    }

    It 'leaves every issue under its new key alone' {
        $items = (Invoke-LocalEngine $engine Scan @{ TableName = 'forge' }).Items
        $keys = @($items | Where-Object { $_.Type.S -eq 'Issue' } | ForEach-Object { $_.SK.S })
        $keys.Count | Should -Be $issues
        $keys | Where-Object { $_ -notmatch '^ISSUE#(OPEN|CLOSED)#[0-9]+$' } | Should -BeNullOrEmpty
        (Invoke-LocalEngine $engine Scan @{ TableName = 'forge'; IndexName = 'GSI1' }).Count | Should -Be $issues
    }
}
