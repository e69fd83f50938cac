namespace Akka.Actor;

/// <summary>Outcome of a request. An ask that gets a <see cref="Failure"/> throws its cause.</summary>
public abstract class Status
{
    public sealed class Success(object status) : Status
    {
        public static readonly Success Instance = new(null!);

        public readonly object Status = status;

        public override string ToString() => $"Success: {Status ?? "null"}";
    }

    public sealed class Failure : Status
    {
        public readonly Exception Cause;

        public readonly object? State;

        public Failure(Exception cause) => Cause = cause;

        public Failure(Exception cause, object? state)
        {
            Cause = cause;
            State = state;
        }

        public override string ToString() => State is null ? $"Failure: {Cause}" : $"Failure[{State}]: {Cause}";
    }
}
