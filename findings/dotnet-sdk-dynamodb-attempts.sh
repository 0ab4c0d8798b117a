#!/usr/bin/env bash
# How often the AWS SDK for .NET sends a DynamoDB request that goes on failing.
#
# A good guess: MaxErrorRetry says it. It reads 2, so a request is sent three times, and to assign the 2 that it reads
# changes nothing.
# What happens: the request is sent four times while MaxErrorRetry reads 2. The client of DynamoDB has a default of its
# own, which the property does not show. To assign 2 makes it three times.
# Who meets it: whoever plans a budget of attempts, or a time-out for a whole call, by what the client's settings say;
# and whoever copies the settings of one client to another, property by property.
# Seen with AWSSDK.DynamoDBv2 4.1.0.1 on AWSSDK.Core 4.1.1. Needs the .NET SDK 10.
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

Environment.SetEnvironmentVariable("AWS_MAX_ATTEMPTS", null);
Environment.SetEnvironmentVariable("AWS_RETRY_MODE", null);
using var probe = new TcpListener(IPAddress.Loopback, 0);
probe.Start();
var port = ((IPEndPoint)probe.LocalEndpoint).Port;
probe.Stop();
using var server = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
server.Start();
var requests = 0;
_ = Task.Run(async () =>
{
    while (true)
    {
        var context = await server.GetContextAsync();
        requests++;
        context.Response.StatusCode = 500;
        var body = """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}"""u8.ToArray();
        context.Response.Close(body, willBlock: false);
    }
});

var assembly = typeof(AmazonDynamoDBClient).Assembly.Location;
Console.WriteLine($"AWSSDK.DynamoDBv2 {System.Diagnostics.FileVersionInfo.GetVersionInfo(assembly).FileVersion}");
var untouched = await SendAsync(config => { });
var assigned = await SendAsync(config => config.MaxErrorRetry = config.MaxErrorRetry);
Console.WriteLine($"settings untouched: MaxErrorRetry reads {untouched.Reads}, sent {untouched.Sent} times");
Console.WriteLine($"MaxErrorRetry assigned what it reads: it reads {assigned.Reads}, sent {assigned.Sent} times");
return untouched == (2, 4) && assigned == (2, 3) ? 0 : 1;

async Task<(int Reads, int Sent)> SendAsync(Action<AmazonDynamoDBConfig> set)
{
    var url = $"http://127.0.0.1:{port}";
    var config = new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" };
    set(config);
    requests = 0;
    using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("key", "secret"), config);
    try
    {
        await client.ListTablesAsync();
    }
    catch (AmazonServiceException)
    {
        // The server answers nothing else.
    }

    return (client.Config.MaxErrorRetry, requests);
}
PROGRAM
dotnet run --project "$folder" -v quiet || { echo "The behaviour has changed, or it could not be run." >&2; exit 1; }
