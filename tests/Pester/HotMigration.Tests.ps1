# Runs docs/operations/hot-migration.md as it is written, with an application at work all the while and a tenth of the calls failing.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    . $PSScriptRoot/Runbook.ps1
    . $PSScriptRoot/MovingApplication.ps1
    Import-StagedModule
    $page = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' 'hot-migration.md'
    $items = 80
    $names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'DDBNS_STATE_HOME'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }

    $steps = @{
        'the application reads with a fallback'     = { Set-MovingApplication $application fallback }
        'the application writes to the new table'   = { Set-MovingApplication $application moved }
        # An instance that nobody thought of changes an item in the old table that the new clients leave alone.
        'a forgotten instance writes once more'     = {
            $null = Invoke-LocalEngine $engine UpdateItem @{
                TableName = 'my-app'; Key = @{ PK = @{ S = 'FORGOTTEN#1' }; SK = @{ S = 'PROFILE' } }
                UpdateExpression = 'ADD hits :one, version :one'; ExpressionAttributeValues = @{ ':one' = @{ N = '1' } }
            }
        }
        'the old table is empty'                    = {
            Get-ItemCount $engine my-app | Should -Be 0
            (Get-TableItem $engine my-app-v2 'FORGOTTEN#1' PROFILE).hits.N | Should -Be 1
            # Nothing came back, and nothing is lost, while the application went on.
            Set-MovingApplication $application moved ($application.State.Writes['moved'] + 10)
        }
        'the application goes back'                 = { Set-MovingApplication $application back }
    }
}

AfterAll {
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
}

Describe 'The runbook hot-migration with <_>' -ForEach 'powershell', 'sh' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "page-$_")).FullName
        $application = $plane = $engine = $null
        $engine = Start-LocalEngine
        $plane = Start-ControlPlane $engine '' '--faults', '0.1'
        $env:AWS_ENDPOINT_URL = $plane.EndpointUrl
        $env:AWS_REGION = 'us-east-1'
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
        $env:DDBNS_STATE_HOME = Join-Path $folder 'home'
        foreach ($name in 'my-app', 'my-app-v2') { New-EmptyTable $engine $name }
        foreach ($key in @(foreach ($number in 1..$items) { "USER#$number" }; 'FORGOTTEN#1')) {
            $null = Invoke-LocalEngine $engine PutItem @{ TableName = 'my-app'; Item = @{ PK = @{ S = $key }; SK = @{ S = 'PROFILE' }; version = @{ N = '1' }; hits = @{ N = '0' } } }
        }
        $application = Start-MovingApplication $engine my-app my-app-v2 $items
        Set-MovingApplication $application old
    }

    AfterAll {
        if ($application) { $application.State.Stop = $true }
        Stop-LocalEngine $plane
        Stop-LocalEngine $engine
    }

    It 'runs as it is written, with an application that finds each of its writes again' {
        (Read-Runbook $page $_).Where({ $_.Kind -eq 'block' }).Count | Should -Be 8
        Invoke-Runbook $page $_ $steps $folder
        Stop-MovingApplication $application
        foreach ($mode in 'old', 'fallback', 'moved', 'back') { $application.State.Writes[$mode] | Should -BeGreaterThan 10 }
        $application.State.Reads | Should -BeGreaterThan 100
    }

    It 'leaves every write in the table that the application went back to' {
        (Get-TableItem $engine my-app 'FORGOTTEN#1' PROFILE).hits.N | Should -Be 1
        Remove-TableItem $engine my-app 'FORGOTTEN#1' PROFILE
        Assert-MovingApplication $application $engine my-app
    }
}
