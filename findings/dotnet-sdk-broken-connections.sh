#!/usr/bin/env bash
# How often the AWS SDK for .NET sends a request whose connection breaks.
#
# A good guess: as often as any other. With MaxErrorRetry = 0 it is sent once, and a retry policy of one's own decides
# about each further time.
# What happens: it is sent eleven times, without a wait in between. The SDK takes every connection that is reset for one
# that lay in the pool too long, new connections too. It then sends again outside the attempts and without asking the
# policy for a decision, up to MaxStaleConnectionRetries, which is 10. MaxStaleConnectionRetries = 0 ends it.
# Who meets it: whoever counts attempts or charges retries to a budget, whoever sends requests that must not be sent
# twice, and whoever stands behind a load balancer that resets connections while it is overloaded.
# Seen with AWSSDK.DynamoDBv2 4.1.0.1 on AWSSDK.Core 4.1.1; the clients of all services share it.
# Needs the .NET SDK 10.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/finding.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="AWSSDK.Core" Version="[4.1.1]" />
    <PackageReference Include="AWSSDK.DynamoDBv2" Version="[4.1.0.1]" />
  </ItemGroup>
</Project>
PROJECT
cat > "$folder/Program.cs" <<'PROGRAM'
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

using var server = new TcpListener(IPAddress.Loopback, 0);
server.Start();
var connections = 0;
_ = Task.Run(async () =>
{
    while (true)
    {
        using var client = await server.AcceptTcpClientAsync();
        connections++;
        await client.GetStream().ReadAtLeastAsync(new byte[1024], 1);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
    }
});

var assembly = typeof(ClientConfig).Assembly.Location;
Console.WriteLine($"AWSSDK.Core {System.Diagnostics.FileVersionInfo.GetVersionInfo(assembly).FileVersion}");
var byDefault = await SendAsync(config => { });
var without = await SendAsync(config => config.MaxStaleConnectionRetries = 0);
Console.WriteLine($"MaxErrorRetry = 0: sent {byDefault} times, each on a new connection that is reset");
Console.WriteLine($"MaxErrorRetry = 0, MaxStaleConnectionRetries = 0: sent {without} times");
return (byDefault, without) == (11, 1) ? 0 : 1;

async Task<int> SendAsync(Action<AmazonDynamoDBConfig> set)
{
    var config = new AmazonDynamoDBConfig
    {
        ServiceURL = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}",
        AuthenticationRegion = "us-east-1",
        MaxErrorRetry = 0,
    };
    set(config);
    connections = 0;
    using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("key", "secret"), config);
    try
    {
        await client.PutItemAsync("t", new() { ["PK"] = new("p") });
    }
    catch (Exception error) when (error is AmazonClientException or HttpRequestException or IOException)
    {
        // No request is answered.
    }

    return connections;
}
PROGRAM
dotnet run --project "$folder" -v quiet || { echo "The behaviour has changed, or it could not be run." >&2; exit 1; }
