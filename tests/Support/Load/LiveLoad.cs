namespace DynamoNamespace.Tests.Support.Load;

/// <summary>
/// How live writers write. The local engine's writes become slower with each record in a table's stream, so loads are small.
/// </summary>
/// <param name="Seed">What each client does, in which order.</param>
/// <param name="Clients">How many write at once, each one request after another.</param>
/// <param name="WritesPerSecond">What they try to keep to, together.</param>
/// <param name="FirstItems">How many items there are at first.</param>
/// <param name="MostItems">How many keys they create items under, with the first ones.</param>
/// <param name="MostWrites">After so many acknowledged writes they write no more.</param>
public sealed record LiveLoad(
    int Seed, int Clients = 8, double WritesPerSecond = 200, int FirstItems = 60, int MostItems = 200, int MostWrites = 3000);
