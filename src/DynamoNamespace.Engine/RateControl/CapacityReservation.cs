using System.Runtime.InteropServices;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>Units taken from a bucket before a call, by the call's size.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CapacityReservation(double Size, double Units);
