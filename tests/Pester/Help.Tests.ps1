BeforeDiscovery {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $commands = (Get-Command -Module DynamoNamespace).Name
    $examples = foreach ($name in $commands) {
        $number = 0
        foreach ($example in (Get-Help $name).examples.example) {
            $number++
            @{ Name = $name; Number = $number; Code = $example.code; OnStack = $name -match 'Stack$|NamespacePolicy$|IamTag$|SessionPolicy$|NamespaceAccess$|PointInTimeRecovery$|MigrationBackup$' -or ($name -match 'IndexMigration$' -and $example.code -match 'StackName') }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $stacks = @{}

    # A stack of its own for what is about stacks and IAM: as zae-limiter 0.9 leaves it, or upgraded.
    function Get-ExampleStack([bool] $IsUpgraded) {
        if ($stacks[$IsUpgraded]) { return $stacks[$IsUpgraded] }
        $under = Start-LocalEngine
        $plane = Start-ControlPlane $under my-app '--role', 'app', '--role', 'reporting'
        $stacks[$IsUpgraded] = [pscustomobject]@{ EndpointUrl = $plane.EndpointUrl; Servers = $plane, $under }
        $there = @{ EndpointUrl = $plane.EndpointUrl; Region = 'us-east-1' }
        if ($IsUpgraded) {
            $null = Update-DdbNamespaceStack my-app @there
            $null = Register-DdbNamespace my-app tenant-alpha @there
        }
        $stacks[$IsUpgraded]
    }
}

AfterAll {
    Stop-LocalEngine $engine
    foreach ($stack in $stacks.Values) { foreach ($server in $stack.Servers) { Stop-LocalEngine $server } }
}

Describe 'Help of <_>' -ForEach $commands {
    BeforeAll { $help = Get-Help $_ -Full }

    It 'has a synopsis, a description and outputs' {
        $help.Synopsis | Should -Not -Match '^\s*Get-|^$'
        ($help.description | Out-String).Trim().Length | Should -BeGreaterThan 40
        ($help.returnValues | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        foreach ($parameter in (Get-Command $_).Parameters.Keys.Where({ $_ -notin $common })) {
            $described = $help.parameters.parameter.Where({ $_.name -eq $parameter })
            ($described.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }

    It 'has at least two examples' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }
}

Describe 'Example <Number> of <Name>' -ForEach $examples {
    It 'runs as it is written' {
        $place = $OnStack ? (Get-ExampleStack ($Name -ne 'Update-DdbNamespaceStack')) : $engine
        $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $place.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
        if (-not $OnStack) {
            foreach ($table in (Invoke-LocalEngine $engine ListTables @{}).TableNames) { $null = Invoke-LocalEngine $engine DeleteTable @{ TableName = $table } }
            New-SampleTable $engine 'my-app' 60
            # Where items of my-app can go.
            New-EmptyTable $engine 'my-app-v2'
            $null = Register-DdbNamespace my-app default
            $null = Register-DdbNamespace my-app tenant-alpha
        }
        Copy-Item $PSScriptRoot/../Fixtures/zae-limiter-0.9.stack.yaml $TestDrive/my-app.yaml
        Get-ChildItem $TestDrive -File | Where-Object Name -Match 'converted|(?<!manifest)\.json$' | Remove-Item
        Get-ChildItem $TestDrive -Filter *.jsonl* | Where-Object { $Name -ne 'Export-DdbTableItem' -or $Number -ne 2 } | Remove-Item
        Push-Location $TestDrive
        try { & ([scriptblock]::Create($Code)) *> (Join-Path $TestDrive 'output.txt') }
        finally { Pop-Location }
    }
}

Describe 'about_DynamoNamespace' {
    It 'can be read' {
        Get-Help about_DynamoNamespace | Out-String | Should -Match 'namespace'
    }
}
