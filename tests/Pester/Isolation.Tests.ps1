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
`$null = [System.Reflection.Assembly]::LoadFrom('$other/System.IO.Hashing.dll')
`$null = [System.Reflection.Assembly]::LoadFrom('$other/DynamoNamespace.Tests.OtherSdk.dll')
"@
    $listVersions = @'
[System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'AWSSDK.Core' }) |
    ForEach-Object { [System.Diagnostics.FileVersionInfo]::GetVersionInfo($_.Location).FileVersion } | Sort-Object
'@
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
$listVersions
"@
        $versions | Should -HaveCount 2
        $versions[0] | Should -Match '^3\.7\.'
        $versions[1] | Should -Match '^4\.1\.'
    }

    It 'works when the other one has the same assembly version' {
        $versions = Invoke-Apart @"
`$ErrorActionPreference = 'Stop'
`$null = [System.Reflection.Assembly]::LoadFrom('$other/SameVersion/AWSSDK.Core.dll')
`$null = [Amazon.Runtime.BasicAWSCredentials]::new('a', 'b')
$useModule
`$null = Register-DdbNamespace isolation default -Region us-east-1
$listVersions
"@
        $versions | Should -HaveCount 2
        $versions[0] | Should -Match '^4\.0\.'
        $versions[1] | Should -Match '^4\.1\.'
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

    It 'leaves nothing of dependencies/ in the default load context, and the other SDK its own' {
        $loaded = Invoke-Apart @"
$loadOther
$useModule
`$null = Get-DdbNamespace isolation -Region us-east-1
# AWSSDK.Core asks for this one when an answer comes with a checksum.
`$engine = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ `$_.Name -eq 'DynamoNamespace' })[0]
`$null = `$engine.LoadFromAssemblyName([System.Reflection.AssemblyName]'System.IO.Hashing, Version=11.0.0.0')
`$names = (Get-ChildItem '$module/dependencies/*.dll').BaseName
[System.AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -in `$names }) | ForEach-Object {
    `$context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name
    "`$(`$_.GetName().Name) `$(`$context -eq 'DynamoNamespace' ? 'ours' : 'theirs') `$(`$_.GetName().Version.Major)"
}
"@
        $theirs = $loaded | Where-Object { $_ -match ' theirs ' } | Sort-Object
        $theirs | Should -Be 'AWSSDK.Core theirs 3', 'System.IO.Hashing theirs 8'
        $loaded | Should -Contain 'AWSSDK.Core ours 4'
        $loaded | Should -Contain 'System.IO.Hashing ours 11'
        $loaded | Should -Contain 'DynamoNamespace.Engine ours 0'
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
