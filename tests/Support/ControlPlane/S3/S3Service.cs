using System.Collections.Concurrent;
using System.Security.Cryptography;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.S3;

/// <summary>
/// Buckets and whole objects, addressed by path. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
/// </summary>
internal sealed class S3Service : IAwsService
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, S3Object>> _buckets = new(StringComparer.Ordinal);

    public Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var (bucket, key) = Address(request.Head.Path);
        return Task.FromResult(request.Action switch
        {
            "CreateBucket" => Create(request, bucket),
            "HeadBucket" => Head(request, bucket),
            "PutObject" => Put(request, bucket, key),
            "DeleteObject" => Delete(request, bucket, key),
            _ => Get(request, bucket, key),
        });
    }

    /// <summary>An object's bytes, or null where there is none.</summary>
    public byte[]? Read(string bucket, string key) =>
        _buckets.TryGetValue(bucket, out var objects) && objects.TryGetValue(key, out var found) ? found.Bytes : null;

    private static (string Bucket, string Key) Address(string path)
    {
        var parts = Uri.UnescapeDataString(path.Split('?')[0].TrimStart('/')).Split('/', 2);
        return (parts[0], parts.ElementAtOrDefault(1) ?? "");
    }

    private ProxiedResponse Create(AwsRequest request, string bucket)
    {
        _buckets.TryAdd(bucket, new ConcurrentDictionary<string, S3Object>(StringComparer.Ordinal));
        return Empty(request, 200, ("Location", $"/{bucket}"));
    }

    private ProxiedResponse Head(AwsRequest request, string bucket)
    {
        Objects(bucket);
        return Empty(request, 200, ("x-amz-bucket-region", request.Region));
    }

    private ProxiedResponse Put(AwsRequest request, string bucket, string key)
    {
        var bytes = request.Body.ToArray();
        var stored = new S3Object(bytes, request.Head.Headers.GetValueOrDefault("Content-Type", "binary/octet-stream"), Convert.ToHexString(MD5.HashData(bytes)).ToLowerInvariant(), DateTimeOffset.UtcNow);
        Objects(bucket)[key] = stored;
        return Empty(request, 200, ("ETag", $"\"{stored.ETag}\""));
    }

    private ProxiedResponse Delete(AwsRequest request, string bucket, string key)
    {
        Objects(bucket).TryRemove(key, out _);
        return Empty(request, 204);
    }

    private ProxiedResponse Get(AwsRequest request, string bucket, string key)
    {
        var found = Objects(bucket).GetValueOrDefault(key) ?? throw new AwsException("NoSuchKey", "The specified key does not exist.", 404);
        var answer = Empty(request, 200, ("ETag", $"\"{found.ETag}\""), ("Last-Modified", found.Written.ToString("r")), ("Content-Type", found.ContentType));
        return request.Head.Method == "HEAD" ? answer with { DeclaredLength = found.Bytes.Length } : answer with { Body = found.Bytes };
    }

    private ConcurrentDictionary<string, S3Object> Objects(string bucket) =>
        _buckets.GetValueOrDefault(bucket) ?? throw new AwsException("NoSuchBucket", "The specified bucket does not exist", 404);

    private static ProxiedResponse Empty(AwsRequest request, int status, params (string Name, string Value)[] more)
    {
        var headers = Answer.Headers("application/xml", request.Id);
        headers["x-amz-request-id"] = request.Id;
        foreach (var (name, value) in more)
            headers[name] = value;
        return new ProxiedResponse(status, headers, default);
    }

    private sealed record S3Object(byte[] Bytes, string ContentType, string ETag, DateTimeOffset Written);
}
