# Runs docs/operations/gsi-projection.md as it is written, on a stack of its own and a table beside it, with a tenth of the calls on items failing.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/Runbook.ps1
    Import-StagedModule
    $page = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' 'gsi-projection.md'
    $items = 60
    $orders = 40
    $names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }

    function Start-Stack {
        $engine = Start-LocalEngine
        $plane = Start-ControlPlane $engine my-app '--faults', '0.1'
        $env:AWS_ENDPOINT_URL = $plane.EndpointUrl
        $env:AWS_REGION = 'us-east-1'
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
        $said = dotnet $script:Worker sample --existing --table-name my-app --items $items --endpoint-url $engine.EndpointUrl 2>&1
        if ($LASTEXITCODE -ne 0) { throw "The stack's table could not be filled: $said" }
        $stack = [pscustomobject]@{ Engine = $engine; Plane = $plane; EndpointUrl = $plane.EndpointUrl }
        New-OrderTable $stack KEYS_ONLY
        foreach ($number in 1..$orders) {
            $null = Invoke-LocalEngine $engine PutItem @{ TableName = 'orders'; Item = @{ PK = @{ S = "ORDER#$number" }; customer = @{ S = "c$($number % 3)" }; total = @{ N = "$number.50" } } }
        }
        $stack
    }

    function New-OrderTable($Stack, [string] $Projection) {
        $null = Invoke-LocalEngine $Stack CreateTable @{
            TableName = 'orders'; BillingMode = 'PAY_PER_REQUEST'
            AttributeDefinitions = @(@{ AttributeName = 'PK'; AttributeType = 'S' }, @{ AttributeName = 'customer'; AttributeType = 'S' })
            KeySchema = @(, @{ AttributeName = 'PK'; KeyType = 'HASH' })
            GlobalSecondaryIndexes = @(, @{ IndexName = 'by-customer'; KeySchema = @(, @{ AttributeName = 'customer'; KeyType = 'HASH' }); Projection = @{ ProjectionType = $Projection } })
        }
    }

    function Get-Index($Stack, [string] $TableName) {
        (Invoke-LocalEngine $Stack DescribeTable @{ TableName = $TableName }).Table.GlobalSecondaryIndexes |
            ForEach-Object { "$($_.IndexName) $($_.Projection.ProjectionType) $($_.IndexStatus)" } | Sort-Object
    }

    # CloudWatch forgets what was read so far, as it does of the last hour after a day.
    function Clear-Read($Stack) {
        $headers = @{
            'X-Amz-Date'    = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'")
            'Authorization' = 'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0'
        }
        $null = Invoke-WebRequest -Uri $Stack.EndpointUrl -Method Post -Headers $headers -SkipHeaderValidation -Body @{ Action = 'ForgetReads'; Version = '2010-08-01' }
    }
}

AfterAll {
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
}

Describe 'The runbook gsi-projection with <_>' -ForEach 'powershell', 'sh' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "page-$_")).FullName
        $stack = Start-Stack
        $template = (Invoke-ControlPlane $stack.Plane GetTemplate @{ StackName = 'my-app' }).GetTemplateResponse.GetTemplateResult.TemplateBody
        $seen = @{}
        $steps = @{
            'a day without reads'     = {
                $seen.Both = Get-Index $stack my-app
                { Complete-DdbIndexMigration my-app GSI3 GSI3v2 -StackName my-app -Confirm:$false -ErrorAction Stop } | Should -Throw '*was read in the last 15 minutes*'
                Clear-Read $stack
            }
            'the table is made anew' = {
                $seen.Migrated = Get-Index $stack my-app
                $null = Invoke-LocalEngine $stack DeleteTable @{ TableName = 'orders' }
                New-OrderTable $stack ALL
            }
        }
    }

    AfterAll {
        Stop-LocalEngine $stack.Plane
        Stop-LocalEngine $stack.Engine
    }

    It 'runs as it is written' {
        (Read-Runbook $page $_).Where({ $_.Kind -eq 'block' }).Count | Should -BeGreaterThan 8
        Invoke-Runbook $page $_ $steps $folder
    }

    It 'had both indexes, and then only the new one' {
        $seen.Both | Should -Contain 'GSI3 KEYS_ONLY ACTIVE'
        $seen.Both | Should -Contain 'GSI3v2 INCLUDE ACTIVE'
        $seen.Migrated | Should -Be 'GSI1 ALL ACTIVE', 'GSI2 ALL ACTIVE', 'GSI3v2 INCLUDE ACTIVE'
        Get-Index $stack my-app | Should -Be $seen.Migrated
    }

    It 'leaves the template with the new index in place of the old one' {
        $now = (Invoke-ControlPlane $stack.Plane GetTemplate @{ StackName = 'my-app' }).GetTemplateResponse.GetTemplateResult.TemplateBody
        $added, $removed = (Compare-Object ($template -split "`n") ($now -split "`n")).Where({ $_.SideIndicator -eq '=>' }, 'Split')
        $added.InputObject.Trim() | Should -Contain '- IndexName: GSI3v2'
        $removed.InputObject.Trim() | Should -Contain '- IndexName: GSI3  # entities with a config of their own'
    }

    It 'leaves the rebuilt table with all its items' {
        Get-ItemCount $stack orders | Should -Be $orders
        Get-Index $stack orders | Should -Be 'by-customer ALL ACTIVE'
    }
}
