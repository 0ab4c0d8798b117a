using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Files;

/// <summary>A file's lines, whatever their length and wherever the buffer ends, and its checksum.</summary>
public sealed class TableFileReaderTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LinesOfAnyLengthAreRead(bool isGzip)
    {
        var random = new Random(5);
        var lines = Enumerable.Range(0, 400).Select(number => new string((char)('a' + (number % 26)), random.Next(number % 40 == 0 ? 400_000 : 2000))).ToList();
        var text = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Write(text, isGzip);

        using var reader = TableFileReader.Open(path, isGzip);
        var read = new List<string>();
        while (reader.TryRead(out var line))
            read.Add(ItemText.Text(line.Span));

        Assert.Equal(lines.Where(line => line.Length > 0).ToList(), read);
        Assert.Equal(Sha256(), reader.Finish());
        Assert.Equal((text.Length, new FileInfo(path).Length), (reader.ContentBytes, reader.FileBytes));
    }

    [Fact]
    public void TheChecksumIsOfTheWholeFileEvenWhereItIsNotRead()
    {
        Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some line\n", 50_000))), isGzip: false);
        using var reader = TableFileReader.Open(path, isGzip: false);
        Assert.True(reader.TryRead(out _));
        Assert.Equal(Sha256(), reader.Finish());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AGzipFileThatIsCutShortIsNotTakenForAWholeOne(int members)
    {
        var bytes = new List<byte>();
        for (var member = 0; member < members; member++)
        {
            Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000 + member).Select(number => $"line {number}\n"))), isGzip: true);
            bytes.AddRange(File.ReadAllBytes(path));
        }

        File.WriteAllBytes(path, [.. bytes]);
        Assert.True(IsWhole());
        foreach (var length in new[] { bytes.Count - 1, bytes.Count - 8, bytes.Count * 9 / 10, bytes.Count / 2, 5, 0 })
        {
            File.WriteAllBytes(path, [.. bytes.Take(length)]);
            Assert.False(IsWhole(), $"{length} of {bytes.Count} bytes");
        }
    }

    [Fact]
    public void ALineThatNoItemCanBeIsNotHeldInMemory()
    {
        Write(new byte[40 * 1024 * 1024], isGzip: true);
        using var reader = TableFileReader.Open(path, isGzip: true);
        Assert.Contains("longer than 16 MB", Assert.Throws<InvalidDataException>(() => reader.TryRead(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDigestOfASetIsTheSameInAnyOrderAndSpelling()
    {
        string[] items = ["""{"a":{"N":"1"},"b":{"S":"x"}}""", """{"a":{"N":"2"}}""", """{"a":{"SS":["x","y"]}}"""];
        string[] same = ["""{"a":{"SS":["y","x"]}}""", """{"b":{"S":"\u0078"},"a":{"N":"1.0"}}""", """{"a":{"N":"2"}}"""];
        Assert.Equal(DigestOf(items), DigestOf(same), StringComparer.Ordinal);
        Assert.NotEqual(DigestOf(items), DigestOf([.. items, items[0]]), StringComparer.Ordinal);
        Assert.NotEqual(DigestOf(items), DigestOf(items[0], items[1], """{"a":{"SS":["x","z"]}}"""), StringComparer.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", DigestOf());
    }

    private static string DigestOf(params string[] items)
    {
        var digest = new ItemSetDigest();
        var canonical = new CanonicalItem();
        foreach (var item in items)
            digest.Add(canonical.Digest(ItemText.Parse(item)), 1);
        Assert.Equal(items.Length, digest.Items);
        return digest.ToString();
    }

    private bool IsWhole()
    {
        using var reader = TableFileReader.Open(path, isGzip: true);
        try
        {
            while (reader.TryRead(out _))
            {
                // To its end.
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return GzipTrailer.IsWhole(path, reader.ContentBytes, CancellationToken.None);
    }

    private string Sha256() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))).ToLowerInvariant();

    private void Write(byte[] content, bool isGzip)
    {
        using var file = File.Create(path);
        using Stream stream = isGzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(content);
    }
}
