# Installs the packages that ./dev pack makes, as a user does who has nothing else, into places of the test's own.
BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    $packages = $env:DDBNS_PACKAGES ? $env:DDBNS_PACKAGES : (Join-Path $PSScriptRoot '..' '..' 'artifacts' 'packages')
    $manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot '..' '..' 'module' 'DynamoNamespace.psd1')
    $preview = $manifest.PrivateData.PSData['Prerelease']
    $version = $preview ? "$($manifest.ModuleVersion)-$preview" : $manifest.ModuleVersion
    $package = Join-Path $packages "DynamoNamespace.$version.nupkg"
    if (-not (Test-Path $package)) { throw "'$package' is missing. Run ./dev test, or ./dev pack before the tests." }

    function Read-PackageEntry([string] $Path, [string] $Name) {
        $archive = [System.IO.Compression.ZipFile]::OpenRead((Resolve-Path $Path))
        try { [System.IO.StreamReader]::new($archive.GetEntry($Name).Open()).ReadToEnd() }
        finally { $archive.Dispose() }
    }

    # Runs a script block in a new session of a user whose home holds nothing but what earlier calls left there.
    function Invoke-AsUser([scriptblock] $Script, [string[]] $Arguments) {
        $kept = @{}
        $own = @{
            HOME = "$TestDrive/home"; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null
            PSModulePath = $null; NUGET_PACKAGES = "$TestDrive/cache"
        }
        foreach ($name in $own.Keys) {
            $kept[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $own[$name])
        }
        $text = "`$ErrorActionPreference = 'Stop'`n& { $Script } @args"
        $file = New-Item "$TestDrive/home/script.ps1" -Force -Value $text
        try {
            $said = @(Invoke-Pwsh -WorkingDirectory "$TestDrive/home" -File $file @Arguments 2>&1)
            if ($LASTEXITCODE -ne 0) { throw "pwsh ended with exit code ${LASTEXITCODE}: $($said -join "`n")" }
            $said[-1] | ConvertFrom-Json
        }
        finally { foreach ($name in $kept.Keys) { [Environment]::SetEnvironmentVariable($name, $kept[$name]) } }
    }
}

Describe 'The package of the module' {
    BeforeAll { $notOnWindows = 'Windows keeps a user''s modules in Documents, and the test would install among them' }

    It 'says what the PowerShell Gallery shows' {
        $specification = ([xml] (Read-PackageEntry $package 'DynamoNamespace.nuspec')).package.metadata
        $specification.id | Should -BeExactly 'DynamoNamespace'
        $specification.version | Should -Be $version
        $specification.authors | Should -Be $manifest.Author
        $specification.description | Should -Be $manifest.Description
        $specification.copyright | Should -Be $manifest.Copyright
        $specification.projectUrl | Should -Be $manifest.PrivateData.PSData.ProjectUri
        $specification.licenseUrl | Should -Be $manifest.PrivateData.PSData.LicenseUri
        $specification.releaseNotes | Should -Be $manifest.PrivateData.PSData.ReleaseNotes
        $tags = $specification.tags -split ' '
        $known = @('PSModule', 'PSIncludes_Cmdlet') + $manifest.PrivateData.PSData.Tags
        foreach ($tag in $known) { $tags | Should -Contain $tag }
        foreach ($name in $manifest.CmdletsToExport) { $tags | Should -Contain "PSCommand_$name" }
        $specification.tags.Length | Should -BeLessOrEqual 4000
    }

    It 'is found and installed from a folder, and works' {
        if ($IsWindows) { Set-ItResult -Skipped -Because $notOnWindows; return }
        $seen = Invoke-AsUser -Arguments $packages {
            param($Packages)
            Register-PSResourceRepository Local -Uri $Packages -Trusted
            $found = Find-PSResource -CommandName Invoke-DdbKeyMigration -Repository Local
            Install-PSResource DynamoNamespace -Repository Local
            Import-Module DynamoNamespace
            $module = Get-Module DynamoNamespace
            $tenant = @{ tenant = 'eu' }
            $null = New-DdbMigrationPlan ./tenants.json -Example tenant-prefix -TableName my-app -Variable $tenant
            $checks = Test-DdbMigrationPlan ./tenants.json -Offline
            @{
                Found    = $found.ParentResource.Name
                Place    = $module.ModuleBase
                Cmdlets  = (Get-Command -Module DynamoNamespace).Name
                Failed   = @($checks.Where({ $_.Status -eq 'Fail' }).Name)
                Passed   = @($checks.Where({ $_.Status -eq 'Pass' }).Name)
                Synopsis = (Get-Help Invoke-DdbKeyMigration).Synopsis
                About    = "$(Get-Help about_DynamoNamespace)"
            } | ConvertTo-Json -Compress
        }
        $seen.Found | Should -Be 'DynamoNamespace'
        $seen.Place | Should -BeLike "$TestDrive/home/*/DynamoNamespace/$version"
        $seen.Cmdlets | Should -Be $manifest.CmdletsToExport
        $seen.Failed | Should -BeNullOrEmpty
        $seen.Passed | Should -Not -BeNullOrEmpty
        $seen.Synopsis | Should -BeLike 'Copies the items*'
        $seen.About | Should -BeLike '*Files of the module*'
    }

    It 'has runbook scripts that use the module they came with' {
        if ($IsWindows) { Set-ItResult -Skipped -Because $notOnWindows; return }
        $seen = Invoke-AsUser {
            $place = (Get-Module DynamoNamespace -ListAvailable).ModuleBase
            # No module of this name can be found any more.
            $env:PSModulePath = Join-Path $PSHOME 'Modules'
            try { & "$place/examples/namespace-runbook.ps1" my-app -StartWith Delete -StopAfter Copy }
            catch { $refusal = "$_" }
            $used = (Get-Module DynamoNamespace).ModuleBase
            @{ Refusal = $refusal; Place = $place; Used = $used } | ConvertTo-Json -Compress
        }
        $seen.Refusal | Should -BeLike '-StartWith Delete comes after -StopAfter Copy.*'
        $seen.Used | Should -Be $seen.Place
    }
}

Describe 'The .NET tool' {
    It 'is installed from a folder without any other source, and works' {
        $sources = New-Item "$TestDrive/nuget.config" -Force -Value @"
<configuration>
  <packageSources><clear /><add key="packages" value="$packages" /></packageSources>
</configuration>
"@
        $seen = Invoke-AsUser -Arguments $sources.FullName {
            param($Sources)
            $null = dotnet tool install ddbns --tool-path ./tools --configfile $Sources
            if ($LASTEXITCODE -ne 0) { throw "dotnet tool install ended with exit code $LASTEXITCODE." }
            $said = ./tools/ddbns plan new tenants.json --example tenant-prefix --table-name my-app --variable tenant=eu
            $exit = $LASTEXITCODE
            @{ Exit = $exit; Said = "$said"; Version = "$(./tools/ddbns --version)"; Plan = (Test-Path tenants.json) } |
                ConvertTo-Json -Compress
        }
        $seen.Version | Should -BeLike "$version*"
        $seen.Exit | Should -Be 0 -Because $seen.Said
        $seen.Plan | Should -BeTrue
    }
}

Describe 'The bill of materials of <Name>' -ForEach @(
    @{ Name = 'DynamoNamespace'; Folder = 'module/DynamoNamespace/dependencies' }
    @{ Name = 'ddbns'; Folder = 'worker' }
) {
    BeforeAll {
        $text = Get-Content (Join-Path $packages "$Name.$version.cdx.json") -Raw
        $bill = $text | ConvertFrom-Json
    }

    It 'lists what is shipped and nothing else' {
        $shipped = (Get-ChildItem (Join-Path $PSScriptRoot '..' '..' 'artifacts' $Folder) -Filter *.dll).BaseName |
            Where-Object { $_ -notmatch '^DynamoNamespace|^ddbns' }
        $bill.components.name | Sort-Object | Should -Be ($shipped | Sort-Object)
        $bill.components.ForEach({ $_.licenses.license.id }) | Should -HaveCount $bill.components.Count
        $bill.metadata.component.version | Should -Be $version
    }

    It 'says nothing of the machine that made it' {
        $bill.metadata.PSObject.Properties.Name | Should -Not -Contain 'timestamp'
        $text | Should -Not -Match ([regex]::Escape((Resolve-Path "$PSScriptRoot/../..").Path))
        $text | Should -Not -Match ([regex]::Escape($HOME + [IO.Path]::DirectorySeparatorChar))
    }
}
