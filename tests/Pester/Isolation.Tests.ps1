# Each test runs in a process of its own, because what a process has loaded cannot be unloaded.
BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    $engine = Start-LocalEngine
    New-SampleTable $engine 'isolation' 60
    $module = $env:DDBNS_MODULE ? $env:DDBNS_MODULE : (Join-Path $PSScriptRoot '..' '..' 'artifacts' 'module' 'DynamoNamespace')
    $other = Join-Path $PSScriptRoot 'OtherSdk' 'bin' 'Release' 'net8.0'

    function Invoke-Apart([string] $Script) {
        $output = Invoke-Pwsh -Command $Script 2>&1
        if ($LASTEXITCODE -ne 0) { throw "pwsh ended with exit code ${LASTEXITCODE}: $output" }
        $output
    }

    $loadOther = @"
`$ErrorActionPreference = 'Stop'
`$null = [System.Reflection.Assembly]::LoadFrom('$other/AWSSDK.Core.dll')
`$null = [System.Reflection.Assembly]::LoadFrom('$other/DynamoNamespace.Tests.OtherSdk.dll')
"@
    $useModule = @"
Import-Module '$module'
`$PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = '$($engine.EndpointUrl)' }
"@
}

AfterAll { Stop-LocalEngine $engine }

Describe 'Beside another AWSSDK.Core' {
    It 'works when the other one was loaded first, each with its own version' {
        $versions = Invoke-Apart @"
$loadOther
`$null = [Amazon.Runtime.BasicAWSCredentials]::new('a', 'b')
$useModule
`$null = Register-DdbNamespace isolation default -Region us-east-1
[System.AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'AWSSDK.Core' }) |
    ForEach-Object { [System.Diagnostics.FileVersionInfo]::GetVersionInfo(`$_.Location).FileVersion } | Sort-Object
"@
        $versions | Should -HaveCount 2
        $versions[0] | Should -Match '^3\.7\.'
        $versions[1] | Should -Match '^4\.'
    }

    It 'works when the other one is loaded afterwards' {
        $name = Invoke-Apart @"
$useModule
`$null = Register-DdbNamespace isolation default -Region us-east-1
$loadOther
`$null = [Amazon.Runtime.BasicAWSCredentials]::new('a', 'b')
(Get-DdbNamespace isolation default -Region us-east-1).Name
"@
        $name | Should -Be 'default'
    }

    It 'leaves no AWS SDK of its own in the default load context' {
        $contexts = Invoke-Apart @"
$useModule
`$null = Get-DdbNamespace isolation -Region us-east-1
[System.AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -match '^(AWSSDK|DynamoNamespace\.Engine)' }) |
    ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name } | Sort-Object -Unique
"@
        $contexts | Should -Be 'DynamoNamespace'
    }

    It 'takes credentials of the other SDK, as -Credential and as $StoredAWSCredentials, and the stored region' {
        $names = Invoke-Apart @"
$loadOther
$useModule
(Register-DdbNamespace isolation default -Region us-east-1 -Credential ([Amazon.Runtime.BasicAWSCredentials]::new('local', 'local'))).Name
`$StoredAWSCredentials = [DynamoNamespace.Tests.OtherSdk.StoredCredentials]::new('local', 'local')
`$StoredAWSRegion = 'eu-west-1'
(Get-DdbNamespace isolation default).Name
"@
        $names | Should -Be 'default', 'default'
    }

    It 'refuses what is no credentials object, and says what is' {
        Invoke-Apart @"
$useModule
try { Get-DdbNamespace isolation -Region us-east-1 -Credential ([datetime]::Now) -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }
"@ | Should -Match 'InvalidCredential|Get-AWSCredential'
    }
}
