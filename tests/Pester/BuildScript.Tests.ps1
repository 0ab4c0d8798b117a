# build.ps1 where the build program cannot even start, in a folder of its own. The program's own tests are unit tests.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    $repository = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
    $script = Join-Path $repository 'build.ps1'

    # A copy that reaches no registry: NuGet's source is a loopback port where nothing listens, and its cache is empty.
    function New-OfflineCopy {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $files = 'build.ps1', 'build/DynamoNamespace.Build.csproj', 'build/packages.lock.json', 'global.json',
            'Directory.Build.props', 'Directory.Packages.props', 'module/DynamoNamespace.psd1'
        foreach ($file in $files) {
            $null = New-Item -ItemType Directory -Force (Join-Path $folder (Split-Path $file))
            Copy-Item (Join-Path $repository $file) (Join-Path $folder $file)
        }
        $source = "http://127.0.0.1:$($closed.LocalEndPoint.Port)/index.json"
        Set-Content (Join-Path $folder 'nuget.config') @"
<configuration>
  <packageSources><clear /><add key="closed" value="$source" allowInsecureConnections="true" /></packageSources>
</configuration>
"@
        $folder
    }

    function Invoke-BuildScript([string] $Folder, [string[]] $Arguments, [hashtable] $Environment = @{}) {
        $all = $Environment + @{
            NUGET_PACKAGES                       = Join-Path $Folder 'packages'
            NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT = '1'
        }
        $before = @{}
        foreach ($name in $all.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        try {
            foreach ($name in $all.Keys) { [Environment]::SetEnvironmentVariable($name, $all[$name]) }
            $said = Invoke-Pwsh -File (Join-Path $Folder 'build.ps1') @Arguments 2>&1 | Out-String
        }
        finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
        [pscustomobject]@{ Said = $said; ExitCode = $LASTEXITCODE }
    }

    $closed = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $closed.Bind([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
}

AfterAll { $closed.Dispose() }

Describe 'build.ps1' {
    It 'names a missing dotnet' {
        $run = Invoke-BuildScript (New-OfflineCopy) '-Task', 'Test' @{ PATH = "$TestDrive" }
        $run.Said | Should -Match 'dotnet was not found on PATH.*https://dotnet\.microsoft\.com/download'
        $run.ExitCode | Should -Be 2
    }

    It 'names an SDK that global.json refuses' {
        $folder = New-OfflineCopy
        Set-Content (Join-Path $folder 'global.json') '{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }'
        $run = Invoke-BuildScript $folder '-Task', 'Test'
        $run.Said | Should -Match '99\.0\.100'
        $run.Said | Should -Match 'no SDK that global\.json accepts.*https://dotnet\.microsoft\.com/download'
        $run.ExitCode | Should -Be 2
    }

    It 'says that NuGet is out of reach' {
        $run = Invoke-BuildScript (New-OfflineCopy) '-Task', 'Test'
        $run.Said | Should -Match 'error NU1301'
        $run.Said | Should -Match 'NuGet could not download the packages of the build program.*dotnet nuget list source'
        $run.ExitCode | Should -Be 2
    }

    It 'fails where the build program does not compile' {
        $folder = New-OfflineCopy
        Set-Content (Join-Path $folder 'build' 'DynamoNamespace.Build.csproj') '<Project>'
        $run = Invoke-BuildScript $folder '-Task', 'Test'
        $run.Said | Should -Match 'error MSB4025'
        $run.ExitCode | Should -Be 1
    }

    It 'passes arguments and exit codes on' {
        $said = Invoke-Pwsh -File $script -Task Test unit --filter --pwsh 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 2
        $said | Should -Match "'--filter' does not take the value '--pwsh'"
        $said = Invoke-Pwsh -File $script -Task Tset 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 2
        $said | Should -Match "no task 'tset'"
    }

    It 'holds no syntax that Windows PowerShell 5.1 cannot read' {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($script, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $isNew = {
            param($node)
            $node.GetType().Name -in 'TernaryExpressionAst', 'PipelineChainAst' -or
            ($node.GetType().Name -eq 'BinaryExpressionAst' -and "$($node.Operator)" -eq 'QuestionQuestion')
        }
        $tree.FindAll($isNew, $true) | Should -BeNullOrEmpty
        # 5.1 does not take a file without a byte order mark for UTF-8.
        [System.IO.File]::ReadAllBytes($script) | Where-Object { $_ -gt 127 } | Should -BeNullOrEmpty
    }
}
