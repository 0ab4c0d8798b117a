using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Checks laws on generated values, always the same ones, so that a failure comes again.</summary>
internal static class Properties
{
    private const ulong Seed = 20_250_615;
    private const ulong Gamma = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Each element of a random choice has its own random numbers.</summary>
    public static Arbitrary<int> Seeds { get; } = Arb.From(Gen.Choose(0, int.MaxValue - 1));

    public static void Check(Property property, int tests = 300) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(tests)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None))),
        property);

    public static void ForAll<T>(Arbitrary<T> values, Action<T> check, int tests = 300) => Check(Prop.ForAll(values, check), tests);

    public static void ForAll<T>(Arbitrary<T> values, Action<T, Random> check, int tests = 300) =>
        Check(Prop.ForAll(values, Seeds, (value, seed) => check(value, new Random(seed))), tests);

    public static void ForAll<T>(Arbitrary<T> first, Arbitrary<T> second, Action<T, T> check, int tests = 300) =>
        Check(Prop.ForAll(first, second, check), tests);
}
